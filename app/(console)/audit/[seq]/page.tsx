import { dehydrate, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Hydrated } from "@/app/hydrated";
import { EntryScreen } from "@/components/audit/entry-screen";
import { checkpointsQuery, entryQuery } from "@/lib/audit/audit.client";
import { Seq } from "@/lib/audit/audit.schemas";
import { getEntry, listCheckpoints } from "@/lib/audit/audit.views";
import { requirePerson } from "@/lib/sign-in/current-person.service";

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
  const queries = new QueryClient();
  const [checkpoints] = await Promise.all([
    listCheckpoints(me.workspaceId, { limit: 1 }),
    // An entry that is not there is told by the screen, from the browser's own request.
    queries.prefetchQuery({ ...entryQuery(seq.data), queryFn: () => getEntry(me.workspaceId, seq.data) }),
  ]);
  queries.setQueryData(checkpointsQuery().queryKey, checkpoints);
  return (
    <Hydrated state={dehydrate(queries)}>
      <EntryScreen seq={seq.data} workspaceSlug={me.workspaceSlug} />
    </Hydrated>
  );
}
