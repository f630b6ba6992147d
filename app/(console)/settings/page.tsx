import { dehydrate, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { Hydrated } from "@/app/hydrated";
import { SettingsScreen } from "@/components/settings/settings-screen";
import { pool } from "@/lib/platform/db/client";
import { accountRights, excessiveRights } from "@/lib/platform/db/rights";
import { requirePerson } from "@/lib/sign-in/current-person.service";
import { settingsQuery } from "@/lib/workspaces/settings.client";
import { getSettings } from "@/lib/workspaces/settings.views";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const me = await requirePerson("workspace:read");
  const queries = new QueryClient();
  await queries.prefetchQuery({ ...settingsQuery(), queryFn: () => getSettings(me.workspaceId) });
  const mayManage = me.permissions.includes("workspace:manage");
  // Of the whole installation, and for nobody but those who can have it changed.
  const warning = mayManage ? excessiveRights(await accountRights(pool())) : undefined;
  return (
    <Hydrated state={dehydrate(queries)}>
      <SettingsScreen mayManage={mayManage} warning={warning} />
    </Hydrated>
  );
}
