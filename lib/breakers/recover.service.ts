import type { AuditEvent } from "@/lib/audit/audit-events.rules";
import { recordEntry } from "@/lib/audit/audit.service";
import { controlChange } from "@/lib/pending/control-change.service";
import { db, type Prisma, type Tx } from "@/lib/platform/db/client";
import { transaction } from "@/lib/platform/db/transactions";
import { rearmSystemStop } from "@/lib/stops/system-stop.service";
import { type BreakerRow, recoveryOf, ruleOf } from "./breaker.views";
import { deedsOf, lookBackSeconds } from "./deeds.views";
import { observe } from "./observe.rules";
import { failed } from "./rules/failures.rules";
import { mostNamed } from "./rules/observation.rules";
import { trip } from "./trip.service";

/** A breaker that is not closed for an agent. */
export type Standing = Prisma.BreakerStateGetPayload<object>;

/** Seconds after which a probe that came to nothing (held by another interlock, its permit never used) may be taken again. */
const probeSeconds = 30;

const sourceOf = ({ id, name }: BreakerRow) => ({ type: "breaker", id, name }) as const;

function record(
  tx: Tx,
  { workspaceId, breakerId, agentId, tripId }: Standing,
  event: AuditEvent,
  epoch: bigint | null,
) {
  return recordEntry(tx, {
    workspaceId,
    actor: { type: "system", id: "breaker" },
    event,
    subject: { type: "breaker", id: breakerId },
    facts: { agentId, tripId, ...(epoch === null ? {} : { epoch: Number(epoch) }) },
  });
}

/** Changes how it stands, if it still stands as it was seen. @returns whether it did */
async function guarded(tx: Tx, seen: Standing, data: Prisma.BreakerStateUpdateManyMutationInput): Promise<boolean> {
  const { breakerId, agentId, state, tripId } = seen;
  return (await tx.breakerState.updateMany({ where: { breakerId, agentId, state, tripId }, data })).count === 1;
}

/** Its wait is over: it lets probes through, and a stop that it pulled goes. */
async function halfOpen(breaker: BreakerRow, seen: Standing): Promise<void> {
  await controlChange(seen.workspaceId, async (tx, epoch) => {
    const now = { state: "half_open", triesAt: null, halfOpenAt: new Date(), probesLet: 0, probeLetAt: null };
    if (!(await guarded(tx, seen, now))) return;
    if (seen.stopId !== null)
      await rearmSystemStop(tx, epoch, sourceOf(breaker), {
        workspaceId: seen.workspaceId,
        stopId: seen.stopId,
        reason: `The breaker ${breaker.name} tries this agent again.`,
      });
    await record(tx, seen, "breaker.half_opened", epoch);
  });
}

/** It is over: counted is what happens from now on. */
export async function close(seen: Standing): Promise<void> {
  const work = async (tx: Tx, epoch: bigint | null) => {
    const at = new Date();
    const now = { state: "closed", countsSince: at, triesAt: null, halfOpenAt: null, stopId: null };
    if (!(await guarded(tx, seen, now))) return;
    await tx.breakerTrip.updateMany({ where: { id: seen.tripId }, data: { recoveredAt: at } });
    await record(tx, seen, "breaker.closed", epoch);
  };
  if (seen.answer === "report") await transaction((tx) => work(tx, null));
  else await controlChange(seen.workspaceId, work);
}

/** Somebody re-armed the stop that it pulled: that is a person's word for the agent. */
const wasRearmed = async ({ stopId }: Standing): Promise<boolean> =>
  stopId !== null && (await db().stop.count({ where: { id: stopId, standing: { not: "pulled" } } })) === 1;

/** Gives back probes that came to nothing. */
async function giveBackProbes({ breakerId, agentId, halfOpenAt }: Standing): Promise<void> {
  await db().$executeRaw`
    UPDATE breaker_states s SET probes_let = taken.n FROM (
      SELECT count(*)::int AS n FROM actions a LEFT JOIN permits p ON p.action_id = a.id
      WHERE a.agent_id = ${agentId} AND a.created_at >= ${halfOpenAt} AND a.status = 'approved'
        AND (a.execution_status IS NOT NULL OR (p.withdrawn_at IS NULL AND p.expires_at > now()))
    ) taken
    WHERE s.breaker_id = ${breakerId} AND s.agent_id = ${agentId} AND s.state = 'half_open' AND s.probes_let > taken.n
      AND s.probe_let_at < now() - make_interval(secs => ${probeSeconds})`;
}

/** Looks at what the probes came to. */
async function tryAgain(breaker: BreakerRow, seen: Standing, from: Date): Promise<void> {
  const rule = ruleOf(breaker);
  const now = new Date();
  const deeds = await deedsOf(seen.workspaceId, seen.agentId, [rule], {
    from: new Date(Math.min(from.getTime(), now.getTime() - lookBackSeconds([rule]) * 1_000)),
    to: now,
  });
  const probes = deeds.filter(({ askedAt, outcome }) => askedAt >= from.getTime() && outcome !== null);
  const bad = probes.filter(failed);
  const { agentId } = seen;
  if (bad.length > 0) {
    const actionIds = bad.map(({ actionId }) => actionId).slice(-mostNamed);
    await trip({ breaker, agentId, before: seen, seen: { value: bad.length, n: probes.length, actionIds } });
    return;
  }
  const again = observe(rule, deeds, now.getTime(), from.getTime());
  if (again.tripped) await trip({ breaker, agentId, before: seen, seen: again });
  else if (probes.length >= (recoveryOf(breaker)?.probes ?? Number.POSITIVE_INFINITY)) await close(seen);
  else await giveBackProbes(seen);
}

/** A breaker that only reports is over when its value is well below the threshold. */
async function reportEnds(breaker: BreakerRow, seen: Standing): Promise<void> {
  const rule = ruleOf(breaker);
  const now = new Date();
  const from = new Date(now.getTime() - lookBackSeconds([rule]) * 1_000);
  const deeds = await deedsOf(seen.workspaceId, seen.agentId, [rule], { from, to: now });
  if (observe(rule, deeds, now.getTime()).released) await close(seen);
}

/** The next step of a breaker that is not closed for an agent, where there is one. Guarded in its writes. */
export async function recover(breaker: BreakerRow, seen: Standing): Promise<void> {
  if (seen.answer === "report") return reportEnds(breaker, seen);
  if (seen.state === "half_open" && seen.halfOpenAt !== null) return tryAgain(breaker, seen, seen.halfOpenAt);
  if (await wasRearmed(seen)) return close(seen);
  if (seen.triesAt !== null && seen.triesAt <= new Date()) await halfOpen(breaker, seen);
}
