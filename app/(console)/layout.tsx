import type { ReactNode } from "react";
import { ConsoleShell } from "@/components/frame/console-shell";
import { listAlarms } from "@/lib/alarms/alarm.views";
import { approvalsSummary } from "@/lib/approvals/approval.views";
import { startOfDay } from "@/lib/platform/day";
import { renderedAt } from "@/lib/platform/rendered-at";
import { currentMe, currentTimeZone, requirePerson } from "@/lib/sign-in/current-person.service";
import { listStops } from "@/lib/stops/stop.views";

/** What stands around every page of the console. Whoever is not signed in is sent to sign in. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const drawnAt = renderedAt();
  const person = await requirePerson();
  const timeZone = await currentTimeZone();
  const [me, stops, alarms, summary] = await Promise.all([
    currentMe(),
    listStops(person, { active: "true", limit: 50 }),
    person.permissions.includes("alarm:read")
      ? listAlarms(person.workspaceId, { acknowledged: "false", limit: 1 })
      : undefined,
    approvalsSummary(person, new Date(startOfDay(timeZone))),
  ]);
  return (
    <>
      {/* What this tab shows and asks for stays this workspace's, whatever another tab switches to. */}
      <meta name="signalbox-workspace" content={me.workspace.slug} />
      <meta name="signalbox-drawn-at" content={String(drawnAt)} />
      <ConsoleShell me={me} stops={stops} alarms={alarms} summary={summary} timeZone={timeZone}>
        {children}
      </ConsoleShell>
    </>
  );
}
