import { queryOptions } from "@tanstack/react-query";
import type { ShownAlarm } from "@/components/patterns/page/alarm-banner";
import { gravityOf } from "@/lib/alarms/alarm.rules";
import type { Alarm } from "@/lib/alarms/alarm.schemas";
import { fetchJson } from "@/lib/platform/http/fetch-json";
import { api, routes } from "@/lib/platform/routes";
import type { StopNow } from "@/lib/stops/stop.schemas";

export const meKey = ["me"] as const;

/** Who is signed in, and what they may do in this workspace. */
export function meQuery() {
  return queryOptions({
    queryKey: meKey,
    queryFn: ({ signal }) =>
      fetchJson(api.me(), { schema: async () => (await import("@/lib/people/account.schemas")).Me, signal }),
    staleTime: 60_000,
  });
}

/** An alarm as the banner shows it: what floods the queue is seen there, what contradicts the log in the log. */
export function toShownAlarm({ id, kind, subject, detail, raisedAt }: Alarm): ShownAlarm {
  return {
    id,
    detail,
    at: raisedAt,
    isGrave: gravityOf[kind] === 0,
    href: kind === "too_many_pending" ? routes.waitingOf(subject.id) : routes.audit({ subject: subject.id }),
  };
}

/** What is said when a stop holds: what it took hold of. */
export function stoppedWords({ matches }: StopNow): string {
  const holds = "Nothing in it is allowed from now on, on any server.";
  if (!matches) return `${holds} How much it holds could not be counted.`;
  return matches.nothing
    ? "It matches nothing now, and holds whatever comes under it."
    : `${holds} It holds ${matches.inWords}.`;
}
