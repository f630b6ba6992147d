import type { ActionRequest } from "@/lib/actions/action.schemas";
import { strictest, type InterlockAnswer, type Verdict } from "@/lib/actions/verdict.rules";
import type { CatalogType } from "@/lib/catalog/catalog.rules";
import type { Principal } from "@/lib/keys/principal.rules";
import type { Fault } from "@/lib/platform/errors";
import type { Zone } from "@/lib/platform/zone.rules";
import type { ActiveStop } from "@/lib/scopes/stop.rules";
import type { CompiledControls } from "@/lib/judging/control-source.rules";
import type { Interlock } from "@/lib/judging/interlock.rules";
import { interlocks } from "./interlocks.rules";
import { namesakes } from "./namesakes.rules";
import { effectiveZone, type Subject } from "@/lib/judging/subject.rules";

/** The rules' own version, recorded with every verdict until a workspace has policies of its own. */
export const policyVersion = "core-1";

/** The controls of a workspace at one epoch: all that a judgement may depend on besides the request. */
export interface Snapshot {
  epoch: number;
  types: ReadonlyMap<string, CatalogType>;
  /** Of every source that an interlock judges by (interlocks.rules). */
  controls: CompiledControls;
}

export interface Judgement {
  verdict: Verdict;
  zone: Zone;
  type: CatalogType | undefined;
  namesakes: readonly CatalogType[];
}

/** An interlock that throws denies: nothing is let through because a check broke. */
function answerOf(interlock: Interlock, subject: Subject): InterlockAnswer {
  try {
    return interlock.judge(subject);
  } catch {
    return {
      name: interlock.name,
      effect: "deny",
      code: "interlock_error",
      message: "This interlock failed, so the action is denied.",
    };
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
  const subject: Subject = {
    request,
    principal,
    type,
    namesakes: called,
    controls: snapshot.controls,
    runStop,
    zone: effective,
    parameterFaults,
  };
  const answers = checks.map((interlock) => answerOf(interlock, subject));
  return {
    verdict: { effect: strictest(answers), policyVersion, epoch: snapshot.epoch, interlocks: answers },
    zone: effective.zone,
    type,
    namesakes: called,
  };
}
