import type { CatalogType } from "@/lib/catalog/catalog.rules";
import type { Fault } from "@/lib/platform/errors";
import { isMoreMoney } from "@/lib/platform/money";
import type { ActiveStop } from "@/lib/stops/stop.rules";
import type { ActionRequest } from "./action.schemas";
import { riskier, type Zone } from "./verdict.rules";

export type AgentStatus = "active" | "paused" | "retired";

/** Who asks, as the key or run token proves it. */
export interface Principal {
  workspaceId: string;
  agentId: string;
  /** The agent and every agent above it, from the top. */
  agentIds: readonly string[];
  agentName: string;
  kind: string;
  status: AgentStatus;
  keyId: string;
  runId: string | null;
  /** The token's run and every run above it; empty for a key. */
  runIds: readonly string[];
  /** Whose own the agent's actions are, fixed with each action when it is asked. */
  ownership: Ownership;
  /** The key it asked with was revoked since; told when a held action is judged again. */
  keyRevoked?: boolean;
}

/** Who registered the agent, who made the key it asks with, and the team that owns it. */
export interface Ownership {
  agentCreatedById: string | null;
  keyCreatedById: string | null;
  teamId: string | null;
}

/** Everything one judgement looks at: what is asked, by whom, and the controls of one epoch. */
export interface Subject {
  request: ActionRequest;
  principal: Principal;
  type: CatalogType | undefined;
  /** Every entry of the catalog under this name, however it is spelled (namesakes.rules). */
  namesakes: readonly CatalogType[];
  stops: readonly ActiveStop[];
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
  if (request.effects?.reversible === false && type.reversible) raise("yellow", "the agent declares it cannot be undone");
  const { expectedCost } = type;
  if (expectedCost && request.estimatedCost) {
    const comparable = expectedCost.currency === request.estimatedCost.currency;
    if (!comparable) raise("yellow", "its cost is in another currency than the catalog expects");
    else if (isMoreMoney(request.estimatedCost.amount, expectedCost.amount)) raise("yellow", "it costs more than the catalog expects");
  }
  return { zone, raisedBecause };
}
