import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { SettingsScreen } from "@/components/settings/settings-screen";
import { requirePerson } from "@/lib/people/current-person.service";
import { settingsQuery } from "@/lib/people/settings.client";
import { getSettings } from "@/lib/people/settings.views";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const me = await requirePerson("workspace:read");
  const queries = new QueryClient();
  await queries.prefetchQuery({ ...settingsQuery(), queryFn: () => getSettings(me.workspaceId) });
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <SettingsScreen mayManage={me.permissions.includes("workspace:manage")} />
    </HydrationBoundary>
  );
}
