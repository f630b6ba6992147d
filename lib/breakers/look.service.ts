import { db, pool } from "@/lib/platform/db/client";
import { logger } from "@/lib/platform/logger";
import { nameKey } from "@/lib/platform/name-key.rules";
import { processWide } from "@/lib/platform/process-wide";
import { type BreakerRow, ruleOf } from "./breaker.views";
import { deedsOf, lookBackSeconds } from "./deeds.views";
import { momentsOf, observe } from "./observe.rules";
import { recover, type Standing } from "./recover.service";
import type { Deed, Observation } from "./rules/observation.rules";
import { trip } from "./trip.service";

/** Seconds that a look goes back: what commits late, or happened while no instance looked, is seen all the same. */
const overlapSeconds = 30;
/** Agents that one look considers, those with the latest news first. */
const mostAgents = 500;
/** Moments of one agent that one look considers: the newest. */
const mostMoments = 200;

interface Active {
  workspace_id: string;
  agent_id: string;
  kind: string;
  line: string[];
  /** Changes whenever there is news of the agent. */
  news: string;
}

/** Of each agent with news, what was known of it at the last look of this process. */
interface Seen {
  news: string;
  /** The newest moment that was considered, in milliseconds. */
  upTo: number;
}
const lastSeen = () => processWide("breakers-seen", () => new Map<string, Seen>());

// What was asked, decided, reported or lost of late, in workspaces that have a breaker that counts.
const findActive = `
  WITH watched AS (SELECT DISTINCT workspace_id AS id FROM breakers WHERE enabled AND deleted_at IS NULL),
  news AS (
    SELECT a.agent_id, a.created_at AS at FROM watched w JOIN actions a ON a.workspace_id = w.id AND a.created_at > $1
    UNION ALL
    SELECT a.agent_id, d.at FROM watched w JOIN decisions d ON d.workspace_id = w.id AND d.at > $1 JOIN actions a ON a.id = d.action_id
    UNION ALL
    SELECT a.agent_id, o.at FROM watched w JOIN outcomes o ON o.workspace_id = w.id AND o.at > $1 JOIN actions a ON a.id = o.action_id
    UNION ALL
    SELECT a.agent_id, p.consumed_at + interval '1 day' FROM watched w
      JOIN permits p ON p.workspace_id = w.id AND p.consumed_at > $1 - interval '1 day' AND p.consumed_at <= now() - interval '1 day'
      JOIN actions a ON a.id = p.action_id AND a.execution_status = 'lost'
  )
  SELECT g.workspace_id, g.id AS agent_id, g.kind, g.ancestor_ids || g.id AS line, n.news FROM (
    SELECT agent_id, max(at) AS latest, max(at)::text || ' ' || count(*) AS news FROM news GROUP BY agent_id ORDER BY max(at) DESC LIMIT $2
  ) n JOIN agents g ON g.id = n.agent_id`;

function covers({ workspaceId, scopeType, scopeId }: BreakerRow, agent: Active): boolean {
  if (workspaceId !== agent.workspace_id) return false;
  if (scopeType === "workspace") return true;
  if (scopeId === null) return false;
  return scopeType === "agent" ? agent.line.includes(scopeId) : nameKey(scopeId) === nameKey(agent.kind);
}

/** The first of these moments at which the rule trips. */
function crossing(breaker: BreakerRow, deeds: readonly Deed[], moments: readonly number[], since: number) {
  const rule = ruleOf(breaker);
  for (const at of moments) {
    if (at < since) continue;
    const seen: Observation = observe(rule, deeds, at, since);
    if (seen.tripped) return seen;
  }
  return undefined;
}

const keyOf = (breakerId: string, agentId: string) => `${breakerId} ${agentId}`;

/** Looks at one agent with every breaker that counts it and is closed. */
async function lookAt(agent: Active, breakers: readonly BreakerRow[], states: ReadonlyMap<string, Standing>) {
  const own = breakers.filter((breaker) => {
    const state = states.get(keyOf(breaker.id, agent.agent_id))?.state ?? "closed";
    return covers(breaker, agent) && state === "closed";
  });
  const seen = lastSeen().get(agent.agent_id);
  if (own.length === 0) return 0;
  const now = Date.now();
  const from = new Date(now - lookBackSeconds(own.map(ruleOf)) * 1_000);
  const deeds = await deedsOf(agent.workspace_id, agent.agent_id, own.map(ruleOf), { from, to: new Date(now) });
  const all = momentsOf(deeds).filter((at) => at <= now);
  const upTo = all.at(-1) ?? now;
  const fresh = all.filter((at) => at > (seen?.upTo ?? now - overlapSeconds * 1_000));
  // What came late lies before the newest moment known: that one is considered again.
  const moments = fresh.length > 0 ? fresh.slice(-mostMoments) : [upTo];
  let tripped = 0;
  for (const breaker of own) {
    const before = states.get(keyOf(breaker.id, agent.agent_id));
    const found = crossing(breaker, deeds, moments, before?.countsSince.getTime() ?? 0);
    if (found && (await trip({ breaker, agentId: agent.agent_id, seen: found, before }))) tripped += 1;
  }
  lastSeen().set(agent.agent_id, { news: agent.news, upTo });
  return tripped;
}

/** What fails for one agent holds up no other; it is looked at again with the next look. */
async function each<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  let failures = 0;
  for (const item of items) {
    try {
      await work(item);
    } catch (error) {
      failures += 1;
      // When nothing at all succeeds it is not the agent.
      if (failures === items.length) throw error;
      logger().error({ err: error }, "a breaker could not be looked at");
    }
  }
}

/** Looks at every agent with news since the last look, and at every breaker that is not closed. Any number of instances may look. */
export async function lookAtBreakers(): Promise<void> {
  const breakers = await db().breaker.findMany({ where: { enabled: true, deletedAt: null } });
  if (breakers.length === 0) return;
  const byId = new Map(breakers.map((breaker) => [breaker.id, breaker]));
  const states = await db().breakerState.findMany({ where: { breakerId: { in: [...byId.keys()] } } });
  await each(
    states.filter(({ state }) => state !== "closed"),
    async (state) => {
      const breaker = byId.get(state.breakerId);
      if (breaker) await recover(breaker, state);
    },
  );
  const { rows } = await pool().query<Active>({
    name: "breakers_active",
    text: findActive,
    values: [new Date(Date.now() - overlapSeconds * 1_000), mostAgents],
  });
  const byKey = new Map(states.map((state) => [keyOf(state.breakerId, state.agentId), state]));
  await each(
    rows.filter(({ agent_id, news }) => lastSeen().get(agent_id)?.news !== news),
    (agent) => lookAt(agent, breakers, byKey),
  );
  const active = new Set(rows.map(({ agent_id }) => agent_id));
  for (const agentId of lastSeen().keys()) if (!active.has(agentId)) lastSeen().delete(agentId);
}
