import { entryActor } from "@/lib/audit/entry-actor";
import { agentNames } from "@/lib/directory/agent-names.views";
import { runPlace, type RunPlace } from "@/lib/directory/run-tasks.views";
import { confirmKey } from "@/lib/keys/agent-auth.service";
import { controlChange, runControlChange } from "@/lib/pending/control-change.service";
import { ConflictError, ForbiddenError, type UnprocessableError } from "@/lib/platform/errors";
import type { AgentCaller, Caller, PersonCaller } from "@/lib/platform/http/caller";
import { spendStop } from "@/lib/platform/http/rate-limit";
import { confirmPermission } from "@/lib/sessions/person-auth.service";
import { findScope, type FoundScope } from "./known-names.views";
import { keepCaught } from "./caught.service";
import { giveReason } from "./reason.service";
import type { StopNow, StopPull, StopScope } from "./stop.schemas";
import { getStopNow, requireIds, unknownScope } from "./stop.views";
import { AlreadyPulled, writeStop } from "./write-stop.service";

/** An agent may stop itself, an agent under it, and a run of its own or theirs; with a run's token, that run and those under it. */
async function isOwnScope(caller: AgentCaller, { type, id }: StopScope, run: RunPlace | undefined): Promise<boolean> {
  if (caller.runId !== undefined) return run?.runIds.includes(caller.runId) === true;
  const owner = type === "run" ? run?.agentId : type === "agent" ? id : undefined;
  if (owner === undefined || owner === caller.agentId) return owner !== undefined;
  return (await agentNames(caller.workspaceId, [owner])).get(owner)?.agentIds.includes(caller.agentId) === true;
}

/**
 * What is to be stopped must be the caller's to stop, and exist: a stop that holds nothing because of a slip of the pen would be taken
 * for one that holds. Of a name that nobody knows yet it is pulled where the caller says so.
 * @throws 403 `not_own_scope`; 409 `run_over`; 422 `unknown_scope`
 */
async function requireScope(caller: Caller, { scope, evenIfUnknown }: StopPull): Promise<FoundScope> {
  const { type, id } = scope;
  const run = type === "run" && id ? await runPlace(caller.workspaceId, id) : undefined;
  if (caller.kind === "agent") {
    if (!(await isOwnScope(caller, scope, run)))
      throw new ForbiddenError(
        "not_own_scope",
        "An agent may stop itself, what is under it, and their runs; a run's token that run and those under it.",
      );
  } else {
    await requireIds(caller.workspaceId, scope);
  }
  if (run?.over)
    throw new ConflictError(
      "run_over",
      "This run is over: nothing can act in it any more, and there is nothing to stop.",
    );
  const found = await findScope(caller.workspaceId, scope);
  if (!found.known && evenIfUnknown !== true) throw unknownName(type, id ?? "", found.nearest);
  return found;
}

function unknownName(type: StopScope["type"], id: string, nearest: readonly string[]): UnprocessableError {
  const what =
    type === "kind"
      ? `No agent is of the kind "${id}".`
      : `No action type is called "${id}", and nobody has asked for one.`;
  const meant = nearest.length > 0 ? ` Did you mean ${nearest.map((name) => `"${name}"`).join(" or ")}?` : "";
  return unknownScope(
    `${what}${meant} Nothing was stopped. To stop whatever comes under this name, send evenIfUnknown: true.`,
    nearest.length > 0
      ? `is not known here; the nearest: ${nearest.join(", ")}`
      : "is not known here, nor anything near it",
  );
}

/** What somebody says who pulls a lever that is down is its reason, where nobody has given one: it is not lost. */
async function addReason(caller: PersonCaller, stopId: string, reason: string): Promise<void> {
  try {
    await giveReason(caller, stopId, reason);
  } catch (error) {
    if (!(error instanceof ConflictError && error.code === "reason_given")) throw error;
  }
}

/**
 * Pulls a stop. When this returns, it has committed under the exclusive lock of the workspace's epoch: no verdict judged before it
 * can commit after it, on any instance, and permits not yet used are withdrawn. A run's stop leaves the epoch where it is: the commits
 * look at the run. One lever per scope: pulling a pulled one gives it.
 * @returns the stop with what it holds now, and whether it is new
 * @throws 401; 403 `not_own_scope`; 409 `run_over`; 422 `unknown_scope`; 429 for an agent that pulls too often
 */
export async function pullStop(caller: Caller, pull: StopPull): Promise<{ stop: StopNow; pulled: boolean }> {
  if (caller.kind === "agent") await spendStop(caller.agentId);
  const { scope, reason } = pull;
  const { id: scopeId, known } = await requireScope(caller, pull);
  const { workspaceId } = caller;
  const by =
    caller.kind === "agent"
      ? { type: "agent" as const, id: caller.agentId, name: caller.agentName }
      : { type: "person" as const, id: caller.personId, name: caller.personName };
  const asked = { workspaceId, type: scope.type, scopeId, known, reason, by, actor: entryActor(caller) };
  try {
    const id = await (scope.type === "run" ? runControlChange : controlChange)(workspaceId, async (tx, epoch) => {
      if (caller.kind === "person") await confirmPermission(tx, caller, "stop:pull");
      else await confirmKey(tx, caller);
      return writeStop(tx, epoch, asked);
    });
    const stop = await getStopNow(workspaceId, id);
    return { stop: { ...stop, caught: await keepCaught(workspaceId, stop) }, pulled: true };
  } catch (error) {
    if (!(error instanceof AlreadyPulled)) throw error;
    if (caller.kind === "person" && reason !== undefined) await addReason(caller, error.stopId, reason);
    return { stop: await getStopNow(workspaceId, error.stopId), pulled: false };
  }
}
