import type { ActionRequest } from "@/lib/actions/action.schemas";
import { strictest, type InterlockAnswer, type InterlockName, type Verdict } from "@/lib/actions/verdict.rules";
import type { CatalogType } from "@/lib/catalog/catalog.rules";
import type { Principal } from "@/lib/keys/principal.rules";
import type { Fault } from "@/lib/platform/errors";
import type { Zone } from "@/lib/platform/zone.rules";
import type { ActiveStop } from "@/lib/scopes/stop.rules";
import { agentStatus } from "./interlocks/agent-status.rules";
import { catalog } from "./interlocks/catalog.rules";
import { confidence } from "./interlocks/confidence.rules";
import { identity } from "./interlocks/identity.rules";
import { stop } from "./interlocks/stop.rules";
import { zone } from "./interlocks/zone.rules";
import { namesakes } from "./namesakes.rules";
import { effectiveZone, type Subject } from "./subject.rules";

/** The rules' own version, recorded with every verdict until a workspace has policies of its own. */
export const policyVersion = "core-1";

/** The controls of a workspace at one epoch: all that a judgement may depend on besides the request. */
export interface Snapshot {
  epoch: number;
  types: ReadonlyMap<string, CatalogType>;
  /** Those that are pulled, but for the stops of runs: they move no epoch. */
  stops: readonly ActiveStop[];
}

export interface Judgement {
  verdict: Verdict;
  zone: Zone;
  type: CatalogType | undefined;
  namesakes: readonly CatalogType[];
}

type Interlock = (subject: Subject) => InterlockAnswer;

/** Every interlock answers, in this order, even when an earlier one denied: people must see the whole picture. */
const interlocks: readonly (readonly [InterlockName, Interlock])[] = [
  ["identity", identity],
  ["stop", stop],
  ["agent_status", agentStatus],
  ["catalog", catalog],
  ["confidence", confidence],
  ["zone", zone],
];

/** An interlock that throws denies: nothing is let through because a check broke. */
function answerOf(name: InterlockName, interlock: Interlock, subject: Subject): InterlockAnswer {
  try {
    return interlock(subject);
  } catch {
    return { name, effect: "deny", code: "interlock_error", message: "This interlock failed, so the action is denied." };
  }
}

/**
 * Judges one request. Pure: the same request, principal and snapshot give the same verdict.
 * @param runStop the stop of the run it is asked in, or of one above that; the commit checks that it is still so
 * @param parameterFaults what the catalog's schema says against the parameters, where that was not refused before
 */
export function judge(
  request: ActionRequest,
  principal: Principal,
  snapshot: Snapshot,
  checks = interlocks,
  runStop: ActiveStop | null = null,
  parameterFaults: readonly Fault[] = [],
): Judgement {
  const type = snapshot.types.get(request.action);
  const called = namesakes(snapshot.types, request.action);
  const effective = effectiveZone(type, request);
  const subject: Subject = { request, principal, type, namesakes: called, stops: snapshot.stops, runStop, zone: effective, parameterFaults };
  const answers = checks.map(([name, interlock]) => answerOf(name, interlock, subject));
  return {
    verdict: { effect: strictest(answers), policyVersion, epoch: snapshot.epoch, interlocks: answers },
    zone: effective.zone,
    type,
    namesakes: called,
  };
}
