import type { Metadata } from "next";
import { Page } from "@/components/patterns/page/page";
import { PageHeader } from "@/components/patterns/page/page-header";
import { PageLink } from "@/components/ui/page-link";
import { readGuide } from "@/lib/platform/guides";
import { guideNames } from "@/lib/platform/guides.rules";
import { routes } from "@/lib/platform/routes";

export const metadata: Metadata = { title: "Guides" };

/** What there is to read, one guide for each role and task. */
export default async function GuidesPage() {
  const guides = await Promise.all(guideNames.map(async (name) => ({ name, ...(await readGuide(name)) })));
  return (
    <main>
      <Page width="text">
        <PageHeader
          title="Guides"
          above={<PageLink href={routes.home()}>Signalbox</PageLink>}
          description="By role and by task, for the version you are running."
        />
        <ul className="flex flex-col gap-4">
          {guides.map(({ name, title, about }) => (
            <li key={name}>
              <PageLink href={routes.guide(name)} className="text-md font-semibold text-accent underline">
                {title}
              </PageLink>
              <p className="line-clamp-2 text-ink-soft">{about}</p>
            </li>
          ))}
          <li>
            <PageLink href={routes.apiDocs()} className="text-md font-semibold text-accent underline">
              API reference
            </PageLink>
            <p className="text-ink-soft">Every request and response, from the schemas that validate them.</p>
          </li>
        </ul>
      </Page>
    </main>
  );
}
