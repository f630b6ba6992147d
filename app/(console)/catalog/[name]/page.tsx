import { dehydrate, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { orNotFound } from "@/app/(console)/or-not-found";
import { Hydrated } from "@/app/hydrated";
import { EntryScreen } from "@/components/catalog/entry-screen";
import { getActionType } from "@/lib/catalog/action-type.views";
import { actionTypeQuery } from "@/lib/catalog/catalog.client";
import { typeProposalsQuery, typeVersionsQuery, versionsAtOnce } from "@/lib/catalog/type-history.client";
import { listTypeProposals, listTypeVersions } from "@/lib/catalog/type-history.views";
import { requirePerson } from "@/lib/sign-in/current-person.service";
import { maxOpenProposals } from "@/lib/versions/version.rules";
import { settingsQuery } from "@/lib/workspaces/settings.client";
import { getSettings } from "@/lib/workspaces/settings.views";

interface EntryPageProps {
  params: Promise<{ name: string }>;
}

export async function generateMetadata({ params }: EntryPageProps): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) };
}

export default async function EntryPage({ params }: EntryPageProps) {
  const me = await requirePerson("catalog:read");
  const name = decodeURIComponent((await params).name);
  const queries = new QueryClient();
  queries.setQueryData(actionTypeQuery(name).queryKey, await orNotFound(getActionType(me.workspaceId, name)));
  const [versions, proposals, settings] = await Promise.all([
    listTypeVersions(me.workspaceId, name, { limit: versionsAtOnce }),
    listTypeProposals(me.workspaceId, name, { limit: maxOpenProposals, status: "proposed" }),
    getSettings(me.workspaceId),
  ]);
  queries.setQueryData(typeVersionsQuery(name).queryKey, { pages: [versions], pageParams: [null] });
  queries.setQueryData(typeProposalsQuery(name).queryKey, proposals);
  queries.setQueryData(settingsQuery().queryKey, settings);
  return (
    <Hydrated state={dehydrate(queries)}>
      <EntryScreen name={name} mayManage={me.permissions.includes("catalog:manage")} />
    </Hydrated>
  );
}
