"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import type { z } from "zod";
import { ConsoleFrame } from "@/components/frame/console-frame";
import { meKey, meQuery, stoppedWords, toShownAlarm } from "@/components/frame/frame-queries";
import { useReturns } from "@/components/frame/use-returns";
import { useSearch } from "@/components/frame/use-search";
import { useTitleCount } from "@/components/frame/use-title-count";
import { setClockOffset } from "@/components/patterns/time/clock";
import { TimeZoneProvider } from "@/components/patterns/time/time-zone";
import { previewScope, toStopScope } from "@/components/stops/preview-scope";
import { toPulledStop } from "@/components/stops/stop-scope";
import { useStopCommands } from "@/components/stops/use-stop-commands";
import { toast } from "@/components/ui/notify";
import { acknowledgeAlarm, alarmsKey, openAlarmsQuery } from "@/lib/alarms/alarm.client";
import type { AlarmPage } from "@/lib/alarms/alarm.schemas";
import type { ApprovalsSummary } from "@/lib/approvals/approval.schemas";
import { approvalKeys, summaryOptions } from "@/lib/approvals/approvals.client";
import type { Me } from "@/lib/people/account.schemas";
import { spelledOut } from "@/lib/platform/concealed.rules";
import { serverOffsetMs, useConnection, useStreamInvalidation } from "@/lib/platform/events/stream.client";
import { routes } from "@/lib/platform/routes";
import { signOut } from "@/lib/sign-in/sign-in.client";
import { pulledStopsQuery, pullStop, stopsKey } from "@/lib/stops/stop.client";
import type { StopPage } from "@/lib/stops/stop.schemas";

export interface ConsoleShellProps {
  me: Me;
  stops: z.infer<typeof StopPage>;
  /** Those that nobody has acknowledged; undefined for those who are not on duty. */
  alarms: AlarmPage | undefined;
  summary: ApprovalsSummary;
  /** In which the page was drawn. */
  timeZone: string;
  children: ReactNode;
}

/** What a stop has taken hold of is read, not glanced at. */
const stoppedNoticeMs = 10_000;

/** The frame, fed by the server at first and by events from then on. */
export function ConsoleShell({
  me: firstMe,
  stops: firstStops,
  alarms: firstAlarms,
  summary: firstSummary,
  timeZone,
  children,
}: ConsoleShellProps) {
  const queries = useQueryClient();
  const { data: me } = useQuery({ ...meQuery(), initialData: firstMe });
  const { data: stops } = useQuery({ ...pulledStopsQuery(), initialData: firstStops });
  const { data: summary } = useQuery({
    ...summaryOptions(),
    initialData: firstSummary,
    enabled: me.permissions.includes("action:read"),
  });
  const { data: alarms } = useQuery({
    ...openAlarmsQuery(),
    initialData: firstAlarms,
    enabled: me.permissions.includes("alarm:read"),
  });
  const commands = useStopCommands();
  const connection = useConnection();
  const { results, searching, search } = useSearch(me.permissions);

  useStreamInvalidation(["stop."], stopsKey, 0);
  useStreamInvalidation(["alarm."], alarmsKey, 0);
  useStreamInvalidation(["action.", "approval."], approvalKeys.summary, 2_000);
  useStreamInvalidation(["set_aside."], approvalKeys.summary, 100);
  useReturns(summary.nextBackAt);
  useStreamInvalidation(["person.", "settings."], meKey);
  useEffect(() => setClockOffset(serverOffsetMs), []);
  useTitleCount(summary.forMe);
  useEffect(() => {
    if (!connection.signedOut) return undefined;
    sayGoodbye();
    // Where one signs in it would offer what one is doing.
    return () => toast.dismiss(goodbye);
  }, [connection.signedOut]);

  return (
    <ConsoleFrame
      me={{ ...me.person, role: me.role, permissions: me.permissions }}
      workspace={me.workspace}
      workspaces={me.workspaces}
      stops={stops.items.map(toPulledStop)}
      alarms={{ gravest: alarms?.items.map(toShownAlarm)[0] ?? null, standing: alarms?.standing ?? 0 }}
      counts={{ approvals: summary.forMe }}
      connection={connection}
      searchResults={results}
      searching={searching}
      onSearch={search}
      onSwitchWorkspace={switchWorkspace}
      onPreviewStop={previewScope}
      onPullStop={async ({ scope, reason, evenIfUnknown }) => {
        const stop = await pullStop(toStopScope(scope), reason, evenIfUnknown);
        await commands.readAgain();
        toast(`Stopped: ${spelledOut(toPulledStop(stop).label)}`, {
          description: stoppedWords(stop),
          duration: stoppedNoticeMs,
        });
      }}
      onRearmStop={commands.rearm}
      onReasonForStop={commands.giveReason}
      onAcknowledge={async ({ id }) => {
        try {
          await acknowledgeAlarm(id);
          toast("Acknowledged", { description: "Your acknowledgement is in the audit log." });
        } catch (error) {
          toast.error("The alarm could not be acknowledged", {
            description: error instanceof Error ? error.message : undefined,
          });
        }
        await queries.invalidateQueries({ queryKey: alarmsKey });
      }}
      onSignOut={() => void leave()}
    >
      <TimeZoneProvider drawnIn={timeZone} chosen={me.person.timeZone}>
        {children}
      </TimeZoneProvider>
    </ConsoleFrame>
  );
}

const goodbye = "signed-out";

/** Says that the session is over, and leaves the going to the person: what they were writing stays on the screen. */
function sayGoodbye(): void {
  const here = window.location.pathname + window.location.search;
  toast.error("You are signed out", {
    id: goodbye,
    description: "This page is no longer updated, and nothing you do here is accepted.",
    duration: Number.POSITIVE_INFINITY,
    action: { label: "Sign in", onClick: () => window.location.assign(routes.signIn(here, "session_ended")) },
  });
}

/** Pages show the workspace that this cookie names; everything on the page belongs to the old one, so it is loaded anew. */
function switchWorkspace(slug: string): void {
  document.cookie = `signalbox-workspace=${encodeURIComponent(slug)}; path=/; samesite=lax`;
  window.location.assign(routes.home());
}

async function leave(): Promise<void> {
  await signOut();
  window.location.assign(routes.signIn());
}
