import { setImmediate as nextTurn } from "node:timers/promises";
import { raiseAlarm } from "@/lib/alarms/alarm.service";
import { type Action, pool, type Tx } from "@/lib/platform/db/client";
import { overConnectionOf } from "@/lib/platform/db/over-connection";
import { ConflictError } from "@/lib/platform/errors";
import type { AgentCaller } from "@/lib/platform/http/caller";
import { contradictions } from "./covered.rules";
import { coveredAction, coveredAfter } from "./covered.views";

interface Told {
  id: string;
  workspaceId: string;
}

const inWords = (fields: string[]): string => `${fields.join(", ")} ${fields.length === 1 ? "differs" : "differ"}`;

/** What is stored of an action is not what the log says of it. Thrown out of the transaction that met it; `tellingOfContradictions` raises the alarm. */
export class ContradictsLogError extends ConflictError {
  static override readonly kind: string = "ContradictsLogError";

  constructor(
    readonly action: Told,
    readonly fields: string[],
  ) {
    super(
      "contradicts_log",
      `What is stored of this action is not what the audit log says of it: ${inWords(fields)}. Nothing is decided and nothing runs by it; whoever is on duty is told.`,
    );
  }
}

async function alarm({ id, workspaceId }: Told, fields: string[]): Promise<void> {
  const detail = () =>
    `What is stored of ${id} is not what the audit log says: ${inWords(fields)}. Somebody has changed the database behind Signalbox.`;
  await raiseAlarm({
    workspaceId,
    kind: "decision_contradicts_log",
    subject: { type: "action", id },
    detail,
    facts: { fields },
  });
}

/** Around work that may meet a contradiction, outside its transaction: what that takes back, the alarm must outlive. */
export async function tellingOfContradictions<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ContradictsLogError) await alarm(error.action, error.fields);
    throw error;
  }
}

/**
 * Compares one action, its decision, permit and votes, as they are stored, with the entries that were written with them. Where they differ,
 * whoever changed the rows did so behind the product: an alarm is raised.
 *
 * @returns what differs; empty when nothing does
 */
export async function checkDecision(actionId: string): Promise<string[]> {
  const action = await coveredAction(pool(), actionId);
  const fields = action ? contradictions(action) : [];
  if (action && fields.length > 0) await alarm(action, fields);
  return fields;
}

/**
 * Lets nothing be decided on what the log contradicts. Locks the action and its votes against every other hand first, so that what is
 * compared is what is decided on: read the votes after this. Runs are locked before the action is. Call within `tellingOfContradictions`.
 * @returns the action as it was compared
 * @throws 409 `contradicts_log`
 */
export async function requireCovered(tx: Tx, workspaceId: string, actionId: string): Promise<Action> {
  await tx.$executeRaw`SELECT 1 FROM actions WHERE id = ${actionId} AND workspace_id = ${workspaceId} FOR UPDATE`;
  await tx.$executeRaw`SELECT 1 FROM approvals WHERE workspace_id = ${workspaceId} AND action_id = ${actionId} ORDER BY id FOR UPDATE`;
  const action = await coveredAction(overConnectionOf(tx), actionId);
  const fields = action ? contradictions(action) : [];
  if (action && fields.length > 0) throw new ContradictsLogError(action, fields);
  return tx.action.findUniqueOrThrow({ where: { id: actionId, workspaceId } });
}

/**
 * The parameters that an agent's action may run with: those whose digest the log says was decided. Nothing is locked, and nothing needs to
 * be: whatever becomes of the rows, these are what was decided.
 * @returns nothing where nothing may run (yet), or the action is not within the caller's reach
 * @throws 409 `contradicts_log`
 */
export async function runnableParameters(
  { workspaceId, agentId, runId }: AgentCaller,
  actionId: string,
): Promise<Record<string, unknown> | undefined> {
  const action = await coveredAction(pool(), actionId, runId ?? null);
  if (!action || action.workspaceId !== workspaceId || action.agentId !== agentId) return undefined;
  const fields = contradictions(action);
  if (fields.length > 0) throw new ContradictsLogError(action, fields);
  return action.finalParameters === null ? undefined : (JSON.parse(action.finalParameters) as Record<string, unknown>);
}

/** Rows read at a time: each may bring half a megabyte of parameters. */
const page = 50;

/** Compares all actions, of all workspaces, with their entries. @returns how many were looked at, and which differ */
export async function checkAllDecisions(): Promise<{ checked: number; differing: string[] }> {
  const differing: string[] = [];
  let checked = 0;
  for (let after = ""; ; ) {
    const actions = await coveredAfter(pool(), after, page);
    for (const action of actions) {
      // What differs may have changed while we read: the closer look sees rows and entries, numbered or not, in one snapshot.
      if (contradictions(action).length > 0 && (await checkDecision(action.id)).length > 0) differing.push(action.id);
      // A large one takes milliseconds to hash; nobody else waits for more than one.
      await nextTurn();
    }
    checked += actions.length;
    after = actions.at(-1)?.id ?? "";
    if (actions.length < page) return { checked, differing };
  }
}
