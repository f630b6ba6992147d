import { randomInt } from "node:crypto";
import type { AskedRows } from "@/lib/actions/action-rows.rules";
import type { Action, ActionRequest } from "@/lib/actions/action.schemas";
import { actionOfRows } from "@/lib/actions/action.views";
import { prepareEntry, type PreparedEntry } from "@/lib/audit/audit.service";
import { announce } from "@/lib/audit/announce";
import { BreakerDoor } from "@/lib/breakers/admit.service";
import type { GateCaller, KnownPrincipal } from "@/lib/keys/agent-auth.service";
import { keyRefused } from "@/lib/keys/key-refusal";
import { normaliseOnBehalfOf } from "@/lib/pending/on-behalf.rules";
import { pool, type Queryable } from "@/lib/platform/db/client";
import { AppError, InvalidRequestError, UnavailableError, UnprocessableError } from "@/lib/platform/errors";
import { firstAnswer, keyReused, type IdempotentRequest } from "@/lib/platform/http/idempotency";
import { giveWay } from "@/lib/platform/http/stops-first";
import { newId } from "@/lib/platform/ids";
import { metrics } from "@/lib/platform/metrics";
import { inUnits } from "@/lib/platform/money";
import type { Counted } from "@/lib/budgets/budget-words.rules";
import type { ActiveStop } from "@/lib/scopes/stop.rules";
import { askedRows } from "./action-row.rules";
import { commitFreely, commitHeld, type Judged } from "./commit.service";
import { controlsOf, refreshControls, type Controls } from "./controls.service";
import { isDeniedForRoom, raiseFlood } from "./flood.service";
import { budgetsInForce } from "@/lib/budgets/budgets-in-force.rules";
import { compiledOf } from "@/lib/judging/control-source.rules";
import { claimsOf } from "./interlocks/budget/budget.rules";
import { markOfWindow, take, type Taken, withinBudgets } from "./interlocks/budget/over-budget.rules";
import { withoutRoom, type QueueRoom } from "./interlocks/queue/queue.rules";
import { judge } from "./judge.rules";
import { ParametersRefusals } from "./parameters-refusal.service";
import { underGateLock } from "./under-lock.service";

/** How often it is judged without a lock before the controls are held still for it. */
const freeAttempts = 3;
/** Under the lock only runs and the queue's room can still change: each look tells of every one that has, and the room is kept. */
const heldAttempts = 10;

/** What one request of a batch came to. */
export type Asked = { rows: AskedRows; error?: undefined } | { rows?: undefined; error: AppError };

/** The answer to a request for actions: fresh, or the first answer to the same Idempotency-Key. */
/** `entries` are those that were committed. */
export type GateAnswer =
  | { replayed: false; asked: Asked[]; entries: readonly PreparedEntry[] }
  | { replayed: true; status: number; body: string };

const runNotActive = () =>
  new UnprocessableError("run_not_active", "The run does not exist, is another agent's, or has ended.", [
    { path: "runId", message: "is not an active run of this agent" },
  ]);

/** What is known of the runs that are named, and of the room among what waits for people: the commit tells where it is no longer so. */
interface Known {
  inactive: Set<string>;
  stops: Map<string, ActiveStop | null>;
  /** Null as long as the commit did not say that there is too little. */
  room: QueueRoom | null;
  /** What the windows of budgets have counted, where the commit said that there is too little left. */
  windows: Map<string, Counted>;
  /** Runs that are named, each with every one above it: only where a budget goes by runs. */
  lines: Map<string, readonly string[]>;
}

/**
 * @param isFull whether there is no room left for what a person would have to decide
 * @param taken what those before it in the batch take of budgets; what this one takes is added
 */
function judgeOne(
  sent: ActionRequest,
  { principal: caller, controls, door, known: { inactive, stops, room, windows, lines } }: Asking,
  refused: AppError | undefined,
  isFull: boolean,
  place: number,
  taken: Taken,
): Asked {
  const request = sent.onBehalfOf ? { ...sent, onBehalfOf: normaliseOnBehalfOf(sent.onBehalfOf) } : sent;
  if (request.runId !== undefined && inactive.has(request.runId)) return { error: runNotActive() };
  if (refused) return { error: refused };
  const now = new Date();
  if (request.deadline && request.deadline <= now) {
    return { error: new InvalidRequestError([{ path: "deadline", message: "is in the past" }]) };
  }
  // The token's own run, as the row will carry it: naming another one must not lead past a stop.
  const runStop = stops.get(caller.runId ?? request.runId ?? "") ?? null;
  const line = lines.get(request.runId ?? "");
  const principal = line ? { ...caller, runIds: line } : caller;
  const judgedBy = { ...controls, controls: door.controlsFor(controls.controls, place) };
  const judged = judge(request, principal, judgedBy, undefined, runStop);
  const claims = claimsOf(controls.controls, { principal, request, type: judged.type, namesakes: judged.namesakes });
  const budgeted = withinBudgets(judged, claims, windows, taken, now.getTime());
  const judgement = room && isFull ? withoutRoom(budgeted, room) : budgeted;
  const circumstances = {
    id: newId("action"),
    now,
    draw: randomInt(2 ** 47) / 2 ** 47,
    permitTtlSeconds: controls.permitTtlSeconds,
  };
  const rows = askedRows(request, principal, judgement, circumstances, claims);
  take(taken, rows.debits, claims, now.getTime());
  return { rows };
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

function count(rows: readonly AskedRows[]): void {
  for (const { action, decision } of rows) {
    metrics().verdicts.inc({ zone: action.zone, status: action.status });
    if (decision) metrics().decisions.inc({ outcome: decision.outcome, by: decision.by_type });
  }
}

/** One call of `ask`, with what it is judged by. */
interface Asking {
  caller: GateCaller;
  requests: (ActionRequest | AppError)[];
  once: IdempotentRequest | undefined;
  answerOf: (asked: Asked[]) => { status: number; body: string };
  principal: KnownPrincipal;
  controls: Controls;
  known: Known;
  refusals: ParametersRefusals;
  door: BreakerDoor;
}

/**
 * Judges each in its turn: those that come first take the room that there is. Or gives the check that has to come to its end first: one
 * that takes long, beside the loop.
 */
function judgeAll(asking: Asking): Asked[] | Promise<unknown> {
  let held = 0;
  const taken: Taken = new Map();
  const all: Asked[] = [];
  for (const [place, request] of asking.requests.entries()) {
    const refused = request instanceof AppError ? undefined : asking.refusals.of(request, asking.controls);
    if (refused instanceof Promise) return refused;
    const asked: Asked =
      request instanceof AppError
        ? { error: request }
        : judgeOne(request, asking, refused, held >= (asking.known.room?.room ?? Infinity), place, taken);
    if (asked.rows?.action.status === "pending") held += 1;
    all.push(asked);
  }
  return all;
}

/** @throws 429, 503 where a long check finds no room */
async function checkAll({ requests, controls, refusals }: Asking): Promise<void> {
  for (const request of requests) if (!(request instanceof AppError)) await refusals.of(request, controls);
}

/**
 * Commits what was judged.
 * @param connection holds the epoch still; without one, it is a transaction of its own or shared with others that come at once
 * @returns nothing where it has to be judged anew, by what the commit reported
 * @throws 401, 422 `idempotency_key_reused`
 */
async function commitAsked(asking: Asking, asked: Asked[], connection?: Queryable): Promise<GateAnswer | undefined> {
  const { principal, known, once, answerOf } = asking;
  const made = asked.flatMap((a) => a.rows ?? []);
  const judged: Judged = {
    caller: principal,
    made,
    entries: made.map(entryOf),
    runStops: known.stops,
    once: once && {
      caller: once.callerId,
      key: once.key,
      hash: Buffer.from(once.hash).toString("hex"),
      ...answerOf(asked),
    },
  };
  const result = await (connection ? commitHeld(judged, connection) : commitFreely(judged));
  switch (result.outcome) {
    case "committed":
      return { replayed: false, asked, entries: judged.entries };
    case "replay":
      // Nothing was judged, so nothing has shown yet that the key is still good.
      await asking.caller.reload(connection);
      return { replayed: true, status: result.status, body: result.body };
    case "key_reused":
      throw keyReused();
    case "caller_refused":
      throw keyRefused(result.code);
    case "stale_runs":
      if (asking.principal.runId !== null && result.inactive.includes(asking.principal.runId))
        throw keyRefused("run_ended");
      for (const run of result.inactive) asking.known.inactive.add(run);
      for (const { run, stop } of result.stops) asking.known.stops.set(run, stop);
      return undefined;
    case "no_room":
      asking.known.room = result;
      return undefined;
    case "no_budget":
      for (const { budget, from, spent, reserved } of result.windows)
        known.windows.set(markOfWindow(budget, from), { spent: inUnits(spent), reserved: inUnits(reserved) });
      return undefined;
    case "stale_epoch":
      asking.controls = await refreshControls(asking.principal.workspaceId, connection);
      asking.principal = await asking.caller.reload(connection);
      return undefined;
  }
}

/** Nothing to commit confirms nothing: before a refusal is given, the key is read afresh, and the controls must still be these. */
async function confirmRefusals(asking: Asking, asked: Asked[]): Promise<GateAnswer | undefined> {
  // What was asked before keeps its answer, though it would be refused by now: a deadline that passed, a schema that changed.
  const first = asking.once && (await firstAnswer(asking.once));
  asking.principal = await asking.caller.reload();
  if (first) return { replayed: true, ...first };
  return asking.principal.epoch === asking.controls.epoch ? { replayed: false, asked, entries: [] } : undefined;
}

/**
 * Reads which runs are above those that are named, where a budget goes by runs; for a run's token that is known. It never changes.
 * @param connection the one that holds the epoch still, where one does
 */
async function readLines(
  { requests, principal, controls, known }: Asking,
  connection: Queryable = pool(),
): Promise<void> {
  if (principal.runId !== null || !compiledOf(controls.controls, budgetsInForce).some((b) => b.scopeType === "run"))
    return;
  const runs = requests.flatMap((r) =>
    r instanceof AppError || r.runId === undefined || known.lines.has(r.runId) ? [] : r.runId,
  );
  if (runs.length === 0) return;
  const { rows } = await connection.query<{ run: string; line: string[] }>({
    name: "run_lines",
    text: "SELECT id AS run, run_line(id) AS line FROM runs WHERE id = ANY ($1) AND workspace_id = $2",
    values: [runs, principal.workspaceId],
  });
  for (const { run, line } of rows) known.lines.set(run, line);
}

/** Judges by what is remembered, as long as nobody changes the controls meanwhile. */
async function askFreely(asking: Asking): Promise<GateAnswer | undefined> {
  const { caller } = asking;
  const { workspaceId } = asking.principal;
  if (asking.controls.epoch < asking.principal.epoch) asking.controls = await refreshControls(workspaceId);
  if (asking.controls.epoch > asking.principal.epoch) asking.principal = await caller.reload();
  if (asking.controls.epoch !== asking.principal.epoch) return undefined;
  await checkAll(asking);
  await asking.door.pass(asking.controls.controls);
  await readLines(asking);
  const asked = judgeAll(asking);
  if (asked instanceof Promise) return undefined;
  if (!asked.some((a) => a.rows)) return confirmRefusals(asking, asked);
  if (asked.length > 1) await giveWay();
  return commitAsked(asking, asked);
}

/** Judges while the epoch is held still: however fast the controls change, they wait for this one. */
function askHeld(asking: Asking): Promise<GateAnswer | { check: Promise<unknown> } | undefined> {
  const { workspaceId } = asking.principal;
  return underGateLock(workspaceId, async (connection) => {
    asking.controls = await refreshControls(workspaceId, connection);
    asking.principal = await asking.caller.reload(connection);
    for (let attempt = 0; attempt < heldAttempts; attempt++) {
      await readLines(asking, connection);
      const asked = judgeAll(asking);
      // Nobody's stop waits for a long check: it is done without the lock, and the lock taken again.
      if (asked instanceof Promise) {
        // It may fail before the lock is given back; whoever waits for it hears of it.
        asked.catch(() => undefined);
        return { check: asked };
      }
      if (!asked.some((a) => a.rows)) return { replayed: false, asked, entries: [] };
      const answer = await commitAsked(asking, asked, connection);
      if (answer) return answer;
    }
    return undefined;
  });
}

/**
 * Judges and commits what an agent asks. Nothing commits unless the workspace is still at the epoch it was judged at, and the runs it
 * names are as they were judged; where that has changed, the key is read again, the new controls are taken, and everything is judged
 * anew, after a few times with the controls held still. So it is without the requests of a run that is not active, each answered on
 * its own, and with those denied for which there is no room among what waits for people.
 * @param answerOf makes the response body, so that it can be kept with its Idempotency-Key in the same transaction
 * @throws 401 for a key or run no longer valid, 422 `idempotency_key_reused`, 429 `throttled`
 */
export async function ask(
  caller: GateCaller,
  requests: (ActionRequest | AppError)[],
  once: IdempotentRequest | undefined,
  answerOf: Asking["answerOf"],
): Promise<GateAnswer> {
  const { principal } = caller;
  const known: Known = { inactive: new Set(), stops: new Map(), room: null, windows: new Map(), lines: new Map() };
  const asking: Asking = {
    caller,
    requests,
    once,
    answerOf,
    principal,
    controls: await controlsOf(principal.workspaceId),
    known,
    refusals: new ParametersRefusals(principal.agentId),
    door: new BreakerDoor(principal.agentId, requests.length),
  };
  const stopClock = metrics().gateSeconds.startTimer();
  let answer: GateAnswer | undefined;
  for (let attempt = 0; attempt < freeAttempts && !answer; attempt++) answer = await askFreely(asking);
  for (let attempt = 0; attempt < heldAttempts && !answer; attempt++) {
    const held = await askHeld(asking);
    if (held && "check" in held) {
      await held.check;
      await checkAll(asking);
    } else if (held) answer = held;
    else break;
  }
  stopClock();
  if (!answer)
    throw new UnavailableError("The runs that are named change too fast to judge by. Nothing was decided; try again.");
  if (answer.replayed) return answer;
  const made = answer.asked.flatMap((a) => a.rows ?? []);
  announce(answer.entries);
  count(made);
  if (asking.known.room && made.some(isDeniedForRoom)) await raiseFlood(asking.principal, asking.known.room);
  return answer;
}

export function actionOf(asked: Asked): Action {
  if (!asked.rows) throw asked.error;
  return actionOfRows(asked.rows);
}
