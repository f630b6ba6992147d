import { raiseAlarm } from "@/lib/alarms/alarm.service";
import { recordEntry } from "@/lib/audit/audit.service";
import { controlChange } from "@/lib/pending/control-change.service";
import type { Prisma, Tx } from "@/lib/platform/db/client";
import { transaction } from "@/lib/platform/db/transactions";
import { newId } from "@/lib/platform/ids";
import { stopAgentBySystem } from "@/lib/stops/system-stop.service";
import { type BreakerRow, recoveryOf, ruleOf } from "./breaker.views";
import type { Breaker } from "./breaker.schemas";
import { windowOf } from "./observe.rules";
import { mayStopOneMore, tripsInARow, waitSeconds } from "./recovery.rules";
import type { Observation } from "./rules/observation.rules";

type State = Prisma.BreakerStateGetPayload<object>;

/** Thrown inside the transaction where somebody was quicker, so that nothing of it stays. */
class NotTripped extends Error {}

/** What made a breaker trip for an agent. */
export interface TripOf {
  breaker: BreakerRow;
  agentId: string;
  seen: Pick<Observation, "value" | "n" | "actionIds">;
  /** How it stood for the agent when that was seen; undefined where it has never tripped. */
  before: State | undefined;
}

/** What it answers with: its response, or hold where breakers may stop no more agents by themselves. */
async function answerOf(tx: Tx, { workspaceId, response }: BreakerRow, agentId: string) {
  if (response !== "stop") return { answer: response as Breaker["response"], atLimit: false };
  const { breakerStopPercent: percent } = await tx.workspace.findUniqueOrThrow({
    where: { id: workspaceId },
    select: { breakerStopPercent: true },
  });
  const agents = await tx.agent.count({ where: { workspaceId, status: "active" } });
  // Under the exclusive lock of the epoch, so nobody stops another one meanwhile.
  const stopped = await tx.stop.count({
    where: {
      workspaceId,
      scopeType: "agent",
      standing: "pulled",
      pulledByType: "breaker",
      NOT: { scopeId: agentId },
    },
  });
  const atLimit = !mayStopOneMore({ agents, stopped, percent });
  return { answer: (atLimit ? "hold" : "stop") as Breaker["response"], atLimit };
}

/** Writes how it stands from now on, if it still stands as it was seen. */
async function guardedState(tx: Tx, before: State | undefined, next: Prisma.BreakerStateUncheckedCreateInput) {
  const { breakerId, agentId, ...rest } = next;
  const { count } = before
    ? await tx.breakerState.updateMany({
        where: { breakerId, agentId, state: before.state, tripId: before.tripId },
        data: rest,
      })
    : await tx.breakerState.createMany({ data: [next], skipDuplicates: true });
  if (count !== 1) throw new NotTripped();
}

function inWords(breaker: BreakerRow, { value, n }: TripOf["seen"]): string {
  const rule = ruleOf(breaker);
  const shown = Number.isInteger(value) ? String(value) : value.toFixed(3);
  return `The breaker ${breaker.name} tripped: ${rule.type.replaceAll("_", " ")} ${shown} of ${n} within ${windowOf(rule)} s.`;
}

/** What is written where a breaker trips: the stop, the state, the trip and its entry, or none of them. */
async function writeTrip(tx: Tx, { breaker, agentId, seen, before }: TripOf, epoch: bigint | null): Promise<boolean> {
  const { id: breakerId, workspaceId, revision } = breaker;
  const still = await tx.breaker.count({ where: { id: breakerId, revision, enabled: true, deletedAt: null } });
  if (still !== 1) throw new NotTripped();
  const { answer, atLimit } = await answerOf(tx, breaker, agentId);
  const at = new Date();
  const tripId = newId("breakerTrip");
  const stop =
    answer === "stop" && epoch !== null
      ? await stopAgentBySystem(
          tx,
          epoch,
          { type: "breaker", id: breakerId, name: breaker.name },
          { workspaceId, agentId, reason: inWords(breaker, seen) },
        )
      : undefined;
  const recovery = recoveryOf(breaker);
  const quietSeconds = before?.state === "closed" ? (at.getTime() - before.countsSince.getTime()) / 1_000 : 0;
  const trips = tripsInARow(before?.trips ?? 0, quietSeconds, recovery?.afterSeconds ?? 0);
  await guardedState(tx, before, {
    breakerId,
    agentId,
    workspaceId,
    state: "open",
    answer,
    countsSince: at,
    triesAt: recovery ? new Date(at.getTime() + waitSeconds(recovery.afterSeconds, trips) * 1_000) : null,
    halfOpenAt: null,
    trips,
    probesLet: 0,
    probeLetAt: null,
    tripId,
    stopId: stop?.id ?? null,
  });
  const windowSeconds = windowOf(ruleOf(breaker));
  const { value, n, actionIds } = seen;
  await tx.breakerTrip.create({
    data: {
      id: tripId,
      workspaceId,
      breakerId,
      agentId,
      at,
      value,
      n,
      windowSeconds,
      actionIds,
      response: answer,
      stopId: stop?.id ?? null,
    },
  });
  await recordEntry(tx, {
    workspaceId,
    actor: { type: "system", id: "breaker" },
    event: "breaker.tripped",
    subject: { type: "breaker", id: breakerId },
    facts: {
      tripId,
      agentId,
      observed: { value, n, windowSeconds },
      actionIds,
      response: answer,
      trips,
      ...(atLimit ? { insteadOf: "stop" } : {}),
      ...(stop ? { stopId: stop.id } : {}),
      ...(epoch === null ? {} : { epoch: Number(epoch) }),
    },
    at,
  });
  return atLimit;
}

/**
 * Trips a breaker for an agent, in one transaction with what comes of it. Guarded in its write: any number of instances may see the same.
 * @returns whether this call did
 */
export async function trip(of: TripOf): Promise<boolean> {
  const { breaker, agentId } = of;
  const { workspaceId } = breaker;
  try {
    const atLimit =
      breaker.response === "report"
        ? await transaction((tx) => writeTrip(tx, of, null))
        : await controlChange(workspaceId, (tx, epoch) => writeTrip(tx, of, epoch));
    if (atLimit) await askAPerson(breaker, agentId);
    return true;
  } catch (error) {
    if (error instanceof NotTripped) return false;
    throw error;
  }
}

/** So many agents stopped at once are rather a fault of something else: people on duty are told. */
async function askAPerson({ id, name, workspaceId }: BreakerRow, agentId: string): Promise<void> {
  await raiseAlarm({
    workspaceId,
    kind: "breakers_at_limit",
    subject: { type: "breaker", id },
    detail: () =>
      `Breakers have stopped as many agents as they may by themselves. ${name} holds the next one instead: look at what they have in common, and stop or release them.`,
    facts: { agentId },
  });
}
