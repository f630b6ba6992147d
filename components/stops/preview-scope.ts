import type { StopReach, StopScopeOption } from "@/components/stops/stop-scope";
import { previewStop } from "@/lib/stops/stop.client";
import type { StopPreview, StopScope } from "@/lib/stops/stop.schemas";

/** A chosen scope as the API takes it. */
export function toStopScope({ type, id }: StopScopeOption): StopScope {
  return id === undefined ? { type } : { type, id };
}

/** What a stop would hold, as the lever says it. */
function toStopReach({ scope, known, nearest, matches }: StopPreview): StopReach {
  const what = scope.type === "kind" ? "No agent is of the kind" : "No action type is called";
  const told = matches ?? { nothing: false, inWords: "more than could be counted in time" };
  return {
    known,
    nearest,
    nothing: told.nothing,
    words: told.inWords,
    waiting: matches?.pending ?? null,
    unknownWords: known ? "" : `${what} “${scope.id ?? ""}”.`,
  };
}

/** Counts what a stop of this scope would hold at this moment. */
export async function previewScope(scope: StopScopeOption): Promise<StopReach> {
  return toStopReach(await previewStop(toStopScope(scope)));
}
