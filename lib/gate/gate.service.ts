import { randomInt } from "node:crypto";
import type { GateCaller, KnownPrincipal } from "@/lib/agents/agent-auth.service";
import { leavesJson, prepareEntry, type PreparedEntry } from "@/lib/audit/audit.service";
import { nudgeSequencer } from "@/lib/audit/nudge";
import { pool } from "@/lib/platform/db/client";
import { AppError, InvalidRequestError, UnauthenticatedError, UnavailableError, UnprocessableError } from "@/lib/platform/errors";
import { publish } from "@/lib/platform/events/bus";
import { firstAnswer, keyReused, type IdempotentRequest } from "@/lib/platform/http/idempotency";
import { newId } from "@/lib/platform/ids";
import { activeRunsAmong } from "@/lib/runs/active-runs.views";
import { askedRows, type AskedRows } from "./action-row.rules";
import type { Action, ActionRequest } from "./action.schemas";
import { actionOfRows } from "./action.views";
import { controlsOf, refreshControls, type Controls } from "./controls.service";
import { judge } from "./judge.rules";
import { maxParametersBytes } from "./parameters-limit.rules";

const maxAttempts = 20;

/** What one request of a batch came to. */
export type Asked = { rows: AskedRows; error?: undefined } | { rows?: undefined; error: AppError };

interface CommitResult {
  outcome: "committed" | "stale_epoch" | "replay" | "key_reused" | "run_inactive";
  run?: string;
  status?: number;
  body?: string;
}

/** The answer to a request for actions: fresh, or the first answer to the same Idempotency-Key. */
export type GateAnswer = { replayed: false; asked: Asked[] } | { replayed: true; status: number; body: string };

function checkParameters(request: ActionRequest, controls: Controls): AppError | undefined {
  if (Buffer.byteLength(JSON.stringify(request.parameters)) > maxParametersBytes) {
    return new AppError("parameters_too_large", "Parameters may have at most 256 KiB.", {
      errors: [{ path: "parameters", message: "is larger than 256 KiB" }],
    });
  }
  const type = controls.types.get(request.action);
  const faults = type ? controls.validatorOf(type)(request.parameters) : [];
  return faults.length > 0 ? new UnprocessableError("invalid_parameters", `The parameters do not follow the schema of ${request.action}.`, faults) : undefined;
}

const runNotActive = () =>
  new UnprocessableError("run_not_active", "The run does not exist, is another agent's, or has ended.", [{ path: "runId", message: "is not an active run of this agent" }]);

function judgeOne(request: ActionRequest, principal: KnownPrincipal, controls: Controls, inactiveRuns: ReadonlySet<string>): Asked {
  if (request.runId !== undefined && inactiveRuns.has(request.runId)) return { error: runNotActive() };
  const refused = checkParameters(request, controls);
  if (refused) return { error: refused };
  const now = new Date();
  if (request.deadline && request.deadline <= now) {
    return { error: new InvalidRequestError([{ path: "deadline", message: "is in the past" }]) };
  }
  const judgement = judge(request, principal, controls);
  return { rows: askedRows(request, principal, judgement, { id: newId("action"), now, draw: randomInt(2 ** 47) / 2 ** 47, permitTtlSeconds: controls.permitTtlSeconds }) };
}

/** One entry per action: who asked for what, what every interlock said, and under which epoch. */
export function entryOf({ action, decision }: AskedRows): PreparedEntry {
  return prepareEntry({
    workspaceId: action.workspace_id,
    at: new Date(action.created_at),
    actor: { type: "agent", id: action.agent_id },
    event: "action.requested",
    subject: { type: "action", id: action.id },
    facts: {
      action: action.action,
      typeVersion: action.type_version,
      digest: action.digest,
      keyId: action.key_id,
      runId: action.run_id,
      zone: action.zone,
      effect: action.effect,
      epoch: action.epoch,
      policyVersion: action.verdict.policyVersion,
      interlocks: action.verdict.interlocks.map((i) => ({ name: i.name, effect: i.effect, code: i.code })),
      confidence: action.confidence,
      status: action.status,
      decision: decision ? { outcome: decision.outcome, by: decision.by_type } : null,
      review: { probability: action.review_probability, drawn: action.review_drawn },
    },
  });
}

async function commit({ workspaceId, agentId, epoch }: KnownPrincipal, made: AskedRows[], once: IdempotentRequest | undefined, answer: { status: number; body: string }): Promise<CommitResult> {
  const { rows } = await pool().query<{ r: CommitResult }>({
    name: "gate_commit",
    text: "SELECT gate_commit($1, $2, $3, $4, $5, $6, $7, $8, $9) AS r",
    values: [
      workspaceId,
      agentId,
      epoch,
      runsOf(made),
      JSON.stringify(made.map((m) => m.action)),
      JSON.stringify(made.flatMap((m) => m.decision ?? [])),
      JSON.stringify(made.flatMap((m) => m.permit ?? [])),
      leavesJson(made.map(entryOf)),
      once ? JSON.stringify({ caller: once.callerId, key: once.key, hash: Buffer.from(once.hash).toString("hex"), ...answer }) : null,
    ],
  });
  const result = rows[0]?.r;
  if (!result) throw new Error("gate_commit gave no result");
  return result;
}

const runsOf = (made: AskedRows[]): string[] => [...new Set(made.flatMap((m) => m.action.run_id ?? []))];

/** The commit names one run that is not active; the others of the batch are looked up, so that a hundred of them are one look. */
async function inactiveAmong({ workspaceId, agentId }: KnownPrincipal, made: AskedRows[], named: string): Promise<string[]> {
  const runs = runsOf(made);
  if (runs.length === 1) return [named];
  const active = await activeRunsAmong(workspaceId, agentId, runs);
  return runs.filter((run) => run === named || !active.has(run));
}

function announce(rows: AskedRows[]): void {
  for (const { action } of rows) publish({ workspaceId: action.workspace_id, event: "action.requested", subjectId: action.id, agentId: action.agent_id });
  nudgeSequencer();
}

/**
 * Judges and commits what an agent asks. Nothing commits unless the workspace is still at the epoch it was judged at; if it moved,
 * the key is read again, the new controls are taken, and everything is judged anew. So it is without the requests of a run that is
 * not active: each is answered on its own.
 * @param answerOf makes the response body, so that it can be kept with its Idempotency-Key in the same transaction
 * @throws 401 for a key or run no longer valid, 422 `idempotency_key_reused`, 503 if controls change too fast
 */
export async function ask(
  caller: GateCaller,
  requests: (ActionRequest | AppError)[],
  once: IdempotentRequest | undefined,
  answerOf: (asked: Asked[]) => { status: number; body: string },
): Promise<GateAnswer> {
  let principal = caller.principal;
  let controls = await controlsOf(principal.workspaceId);
  const inactiveRuns = new Set<string>();
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    if (controls.epoch < principal.epoch) controls = await refreshControls(principal.workspaceId);
    if (controls.epoch > principal.epoch) principal = await caller.reload();
    if (controls.epoch !== principal.epoch) continue;

    const asked = requests.map((r) => (r instanceof AppError ? { error: r } : judgeOne(r, principal, controls, inactiveRuns)));
    const made = asked.flatMap((a) => a.rows ?? []);
    // Nothing to commit confirms nothing: before a refusal is given, the key is read afresh, and the controls must still be these.
    if (made.length === 0) {
      // What was asked before keeps its answer, though it would be refused by now: a deadline that passed, a schema that changed.
      const first = once && (await firstAnswer(once));
      if (first) {
        await caller.reload();
        return { replayed: true, ...first };
      }
      principal = await caller.reload();
      if (principal.epoch === controls.epoch) return { replayed: false, asked };
      continue;
    }
    const answer = once ? answerOf(asked) : { status: 0, body: "" };
    const result = await commit(principal, made, once, answer);
    switch (result.outcome) {
      case "committed":
        announce(made);
        return { replayed: false, asked };
      case "replay":
        // Nothing was judged, so nothing has shown yet that the key is still good.
        await caller.reload();
        return { replayed: true, status: result.status ?? 201, body: result.body ?? "" };
      case "key_reused":
        throw keyReused();
      case "run_inactive":
        if (caller.runId === result.run) throw new UnauthenticatedError("run_ended", "This run has ended, and its token with it.");
        for (const run of await inactiveAmong(principal, made, result.run ?? "")) inactiveRuns.add(run);
        break;
      case "stale_epoch":
        controls = await refreshControls(principal.workspaceId);
        principal = await caller.reload();
    }
  }
  throw new UnavailableError("The controls are changing too fast to judge by. Try again.");
}

export function actionOf(asked: Asked): Action {
  if (!asked.rows) throw asked.error;
  return actionOfRows(asked.rows);
}
