import "@/app/docs/guide.css";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { GuideText } from "@/components/guides/guide-text";
import { Page } from "@/components/patterns/page/page";
import { PageHeader } from "@/components/patterns/page/page-header";
import { PageLink } from "@/components/ui/page-link";
import { isGuideName } from "@/lib/platform/guides.rules";
import { readGuide } from "@/lib/platform/guides";
import { routes } from "@/lib/platform/routes";

interface GuidePageProps {
  params: Promise<{ guide: string }>;
}

export async function generateMetadata({ params }: GuidePageProps): Promise<Metadata> {
  const { guide } = await params;
  return isGuideName(guide) ? { title: (await readGuide(guide)).title } : {};
}

/** One guide, as it stands in docs/guides. */
export default async function GuidePage({ params }: GuidePageProps) {
  const { guide } = await params;
  if (!isGuideName(guide)) notFound();
  const { title, text } = await readGuide(guide);
  return (
    <main>
      <Page width="text">
        <PageHeader
          title={title}
          above={
            <>
              <PageLink href={routes.home()}>Signalbox</PageLink>
              <span aria-hidden="true">/</span>
              <PageLink href={routes.guides()}>Guides</PageLink>
            </>
          }
        />
        <GuideText text={text} />
      </Page>
    </main>
  );
}
