import type { ActionRequest } from "@/lib/actions/action.schemas";
import type { Verdict } from "@/lib/actions/verdict.rules";
import type { AgentStatus } from "@/lib/keys/principal.rules";
import type { Action, Tx } from "@/lib/platform/db/client";
import type { DebitRow } from "@/lib/actions/action-rows.rules";
import { claimsOf } from "./interlocks/budget/budget.rules";
import { judgedByBudgets } from "./budgets-again.service";
import { overConnectionOf } from "@/lib/platform/db/over-connection";
import { type Fault, NotFoundError } from "@/lib/platform/errors";
import { riskier, type Zone } from "@/lib/platform/zone.rules";
import { stopColumn } from "@/lib/scopes/stop-in-scope.service";
import type { ActiveStop } from "@/lib/scopes/stop.rules";
import type { LockedChecks } from "./after-checks.service";
import { type Controls, knownControls, refreshControls } from "./controls.service";
import { judge } from "./judge.rules";
import { differencesOf, type InterlockDifference } from "./judged-again.rules";

/** Who asked for a held action, as they are now. */
export interface AgentNow {
  status: AgentStatus;
  name: string;
  kind: string;
  /** The agent and every agent above it. */
  agentIds: readonly string[];
  /** The run it was asked in and every run above that. */
  runIds: readonly string[];
  keyRevoked: boolean;
  /** A pulled stop that covers the action, of whatever scope. */
  stop: ActiveStop | null;
}

/** Reads it as it is in this transaction: also the stops of runs, which are in no snapshot of the controls. */
export async function agentNow(tx: Tx, actionId: string): Promise<AgentNow> {
  const [row] = await tx.$queryRaw<(Omit<AgentNow, "stop"> & { stopId: string | null })[]>`
    SELECT g.name, g.kind, g.status, agent_line(a.agent_id) AS "agentIds", CASE WHEN a.run_id IS NULL THEN '{}' ELSE run_line(a.run_id) END AS "runIds",
      EXISTS (SELECT 1 FROM api_keys k WHERE k.id = a.key_id AND k.revoked_at IS NOT NULL) AS "keyRevoked", ${stopColumn} AS "stopId"
    FROM actions a JOIN agents g ON g.id = a.agent_id WHERE a.id = ${actionId}`;
  if (!row) throw new NotFoundError("This action");
  const { stopId, ...agent } = row;
  const stop =
    stopId === null
      ? null
      : await tx.stop.findUniqueOrThrow({
          where: { id: stopId },
          select: {
            id: true,
            scopeType: true,
            scopeId: true,
            scopeKeys: true,
            standing: true,
            reason: true,
            pulledByName: true,
          },
        });
  return { ...agent, stop: stop as ActiveStop | null };
}

/** By what a held action is judged again: whoever asked, and the workspace's present epoch. */
export interface AsItStands {
  agent: AgentNow;
  epoch: bigint;
  /** Budgets that have reserved nothing for it stand still until the transaction ends: an approval takes what is found. */
  holdBudgets?: boolean;
}

/** What the interlocks say of a held action now, beside what they said when it was asked. */
export interface JudgedAgain {
  verdict: Verdict;
  /** The riskier of then and now: what became stricter demands more, what became looser demands no less. */
  zone: Zone;
  /** The catalog's schema against the parameters. */
  faults: Fault[];
  /** What an approval takes of budgets that have reserved nothing for it. */
  debits: DebitRow[];
  /** Every interlock that answers differently. */
  differences: InterlockDifference[];
}

/** The controls as they are at `epoch` or later. */
async function controlsAt(tx: Tx, workspaceId: string, epoch: bigint): Promise<Controls> {
  const known = knownControls(workspaceId);
  return known && known.epoch >= Number(epoch) ? known : refreshControls(workspaceId, overConnectionOf(tx));
}

/** What the agent asked, from the row that was kept of it. */
function requestOf(action: Action, parameters: Record<string, unknown>): ActionRequest {
  const { confidence, costAmount, costCurrency, resourceType, resourceId, effects } = action;
  return {
    action: action.action,
    parameters,
    ...(resourceType !== null && resourceId !== null ? { resource: { type: resourceType, id: resourceId } } : {}),
    ...(confidence === null ? {} : { confidence }),
    ...(costAmount !== null && costCurrency !== null
      ? { estimatedCost: { amount: costAmount.toFixed(), currency: costCurrency } }
      : {}),
    ...(action.estimatedTokens === null ? {} : { estimatedTokens: action.estimatedTokens }),
    ...(effects === null ? {} : { effects: effects as NonNullable<ActionRequest["effects"]> }),
  };
}

/**
 * Judges a held action by every interlock as the controls are at `epoch`, the workspace's present one: for a decision, under the
 * shared lock, so that what is found holds until the decision commits.
 * @param checks of `afterChecks`, around the transaction; without them the parameters are not checked: a rejection waits for nothing
 * @param parameters what a person made of the agent's own, where they edited
 */
export async function judgeAgain(
  tx: Tx,
  checks: LockedChecks | undefined,
  action: Action,
  { agent, epoch, holdBudgets = false }: AsItStands,
  parameters = action.parameters as Record<string, unknown>,
): Promise<JudgedAgain> {
  const controls = await controlsAt(tx, action.workspaceId, epoch);
  const type = controls.types.get(action.action);
  const faults = type && checks ? checks.faultsOf(controls.schemaOf(type), parameters) : [];
  const { workspaceId, agentId, keyId, runId, agentCreatedById, keyCreatedById, ownerTeamId } = action;
  const principal = {
    workspaceId,
    agentId,
    agentName: agent.name,
    kind: agent.kind,
    status: agent.status,
    agentIds: agent.agentIds,
    keyId,
    runId,
    runIds: agent.runIds,
    ownership: { agentCreatedById, keyCreatedById, teamId: ownerTeamId },
    keyRevoked: agent.keyRevoked,
  };
  const request = requestOf(action, parameters);
  const judged = judge(request, principal, controls, undefined, agent.stop, faults);
  const claims = claimsOf(controls.controls, { principal, request, type, namesakes: judged.namesakes });
  const { verdict, zone, debits } = await judgedByBudgets(tx, action, judged, claims, holdBudgets);
  const then = action.verdict as unknown as Verdict;
  return {
    verdict,
    zone: riskier(action.zone as Zone, zone),
    faults,
    debits,
    differences: differencesOf(then.interlocks, verdict.interlocks),
  };
}
