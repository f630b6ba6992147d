import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { EntryScreen } from "@/components/audit/entry-screen";
import { Seq } from "@/lib/audit/audit.schemas";
import { requirePerson } from "@/lib/people/current-person.service";

interface EntryPageProps {
  params: Promise<{ seq: string }>;
}

export async function generateMetadata({ params }: EntryPageProps): Promise<Metadata> {
  return { title: `Audit entry ${(await params).seq}` };
}

export default async function EntryPage({ params }: EntryPageProps) {
  const me = await requirePerson("audit:read");
  const seq = Seq.safeParse((await params).seq);
  if (!seq.success) notFound();
  return <EntryScreen seq={seq.data} workspaceSlug={me.workspaceSlug} />;
}
