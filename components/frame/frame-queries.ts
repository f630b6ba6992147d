import { queryOptions } from "@tanstack/react-query";
import type { ShownAlarm } from "@/components/patterns/page/alarm-banner";
import type { PulledStop, StopReach, StopScopeOption } from "@/components/stops/stop-scope";
import { gravityOf } from "@/lib/alarms/alarm.rules";
import type { Alarm } from "@/lib/alarms/alarm.schemas";
import { fetchJson } from "@/lib/platform/http/fetch-json";
import { api, routes } from "@/lib/platform/routes";
import { scopeLabel } from "@/lib/scopes/stop.rules";
import type { Stop, StopNow, StopPreview, StopScope } from "@/lib/stops/stop.schemas";

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

/** A stop as the banner shows it. */
export function toPulledStop(stop: Stop): PulledStop {
  return {
    id: stop.id,
    type: stop.scope.type,
    label: scopeLabel(stop.scope),
    by: stop.pulledBy,
    at: stop.pulledAt,
    reason: stop.reason,
  };
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

/** A chosen scope as the API takes it. */
export function toStopScope({ type, id }: StopScopeOption): StopScope {
  return id === undefined ? { type } : { type, id };
}

/** What a stop would hold, as the lever says it. */
export function toStopReach({ scope, known, nearest, matches }: StopPreview): StopReach {
  const what = scope.type === "kind" ? "No agent is of the kind" : "No action type is called";
  const told = matches ?? { nothing: false, inWords: "more than could be counted in time" };
  return {
    known,
    nearest,
    nothing: told.nothing,
    words: told.inWords,
    unknownWords: known ? "" : `${what} “${scope.id ?? ""}”.`,
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
