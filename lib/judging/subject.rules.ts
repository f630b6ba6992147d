import type { ActionRequest } from "@/lib/actions/action.schemas";
import type { CatalogType } from "@/lib/catalog/catalog.rules";
import type { Principal } from "@/lib/keys/principal.rules";
import type { Fault } from "@/lib/platform/errors";
import { isMoreMoney } from "@/lib/platform/money";
import { riskier, type Zone } from "@/lib/platform/zone.rules";
import type { ActiveStop } from "@/lib/scopes/stop.rules";
import type { CompiledControls } from "./control-source.rules";

/** Everything one judgement looks at: what is asked, by whom, and the controls of one epoch. */
export interface Subject {
  request: ActionRequest;
  principal: Principal;
  type: CatalogType | undefined;
  /** Every entry of the catalog under this name, however it is spelled (namesakes.rules). */
  namesakes: readonly CatalogType[];
  /** What the control sources read of the workspace: an interlock asks for its own by `reads` (interlock.rules). */
  controls: CompiledControls;
  /** The stop of the run it is asked in, or of one above that: those are in no controls, since they move no epoch. */
  runStop: ActiveStop | null;
  zone: EffectiveZone;
  /** What the catalog's schema says against the parameters. The gate refuses these before judging; a held action is asked again. */
  parameterFaults: readonly Fault[];
}

export interface EffectiveZone {
  zone: Zone;
  /** Why it is riskier than the catalog says, in words. */
  raisedBecause: string[];
}

/**
 * The zone an action is judged in: the catalog's, raised by what the agent declares, never lowered.
 * What the catalog does not know is red.
 */
export function effectiveZone(type: CatalogType | undefined, request: ActionRequest): EffectiveZone {
  const raisedBecause: string[] = [];
  if (!type) return { zone: "red", raisedBecause: ["the catalog does not know this action"] };
  let zone = type.zone;
  const raise = (to: Zone, why: string) => {
    if (riskier(zone, to) === zone) return;
    zone = to;
    raisedBecause.push(why);
  };
  if (request.effects?.destructive === true && !type.destructive) raise("red", "the agent declares it destructive");
  if (request.effects?.reversible === false && type.reversible)
    raise("yellow", "the agent declares it cannot be undone");
  const { expectedCost } = type;
  if (expectedCost && request.estimatedCost) {
    const comparable = expectedCost.currency === request.estimatedCost.currency;
    if (!comparable) raise("yellow", "its cost is in another currency than the catalog expects");
    else if (isMoreMoney(request.estimatedCost.amount, expectedCost.amount))
      raise("yellow", "it costs more than the catalog expects");
  }
  return { zone, raisedBecause };
}
