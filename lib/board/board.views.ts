import { pool } from "@/lib/platform/db/client";
import { InvalidRequestError } from "@/lib/platform/errors";
import { keysOfKind } from "@/lib/scopes/scope-keys.rules";
import { held, type HeldOfKind, type Reported, reported } from "./board-alarms.views";
import { type Train, trainsUnderWay } from "./board-trains.views";
import { byAlarm, countedIn, faultOfSince } from "./board.rules";
import type { Board, Hour, Stage, Track } from "./board.schemas";

interface KindRow {
  kind: string;
  active: number;
  inactive: number;
}
interface FlowRow {
  kind: string;
  asked: number;
  allowed: number;
  denied: number;
}
interface StopRow {
  id: string;
  scope_type: string;
  scope_id: string | null;
  scope_keys: string[];
  kind: string | null;
  reason: string;
  by_type: string;
  by_id: string;
  by_name: string;
  at: Date;
}

const kindsQuery = `SELECT kind, count(*) FILTER (WHERE status = 'active')::int AS active, count(*) FILTER (WHERE status <> 'active')::int AS inactive
  FROM agents WHERE workspace_id = $1 AND status <> 'retired' GROUP BY kind ORDER BY kind`;

const flowQuery = `SELECT kind, count(*)::int AS asked, count(*) FILTER (WHERE effect = 'allow')::int AS allowed, count(*) FILTER (WHERE effect = 'deny')::int AS denied
  FROM actions WHERE workspace_id = $1 AND created_at >= $2 AND created_at < $3 GROUP BY kind`;

const stopsQuery = `SELECT s.id, s.scope_type, s.scope_id, s.scope_keys, a.kind, s.reason, s.pulled_by_type AS by_type, s.pulled_by_id AS by_id, s.pulled_by_name AS by_name, s.pulled_at AS at
  FROM stops s LEFT JOIN agents a ON s.scope_type = 'agent' AND a.id = s.scope_id WHERE s.workspace_id = $1 AND s.rearmed_at IS NULL`;

const waitQuery = `SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM d.at - a.created_at)) AS median, count(*)::int AS n
  FROM decisions d JOIN actions a ON a.id = d.action_id WHERE d.workspace_id = $1 AND d.at >= $2 AND d.at < $3 AND d.by_type = 'person'`;

const spentQuery = `SELECT cost_currency AS currency, trim_scale(round(sum(cost_amount), CASE WHEN sum(cost_amount) >= 1 THEN 2 ELSE 4 END))::text AS amount, count(*)::int AS n FROM outcomes WHERE workspace_id = $1 AND at >= $2 AND at < $3
  GROUP BY cost_currency ORDER BY sum(cost_amount) DESC NULLS LAST`;

const hoursQuery = `SELECT date_bin('1 hour', at, $2) AS at, count(*) FILTER (WHERE by_type = 'policy' AND outcome = 'approve')::int AS allowed,
    count(*) FILTER (WHERE by_type = 'policy' AND outcome = 'reject')::int AS denied,
    count(*) FILTER (WHERE by_type = 'person' AND outcome = 'approve')::int AS approved,
    count(*) FILTER (WHERE outcome = 'edit')::int AS edited, count(*) FILTER (WHERE by_type = 'person' AND outcome = 'reject')::int AS rejected,
    count(*) FILTER (WHERE outcome = 'expire')::int AS expired
  FROM decisions WHERE workspace_id = $1 AND at >= $2 GROUP BY 1 ORDER BY 1`;

/** What was read of one kind. */
interface OfKind {
  flow: FlowRow | undefined;
  reported: Reported | undefined;
  held: HeldOfKind | undefined;
}

function trackOf(
  kind: KindRow,
  { flow, reported: came, held: waiting }: OfKind,
  trains: Train[],
  stops: StopRow[],
): Track {
  const whole =
    stops.find((s) => s.scope_type === "workspace") ??
    stops.find((s) => s.scope_type === "kind" && s.scope_keys.some((key) => keysOfKind(kind.kind).includes(key)));
  const own = trains.filter((t) => t.kind === kind.kind);
  const count = (stage: Stage) => own.find((t) => t.stage === stage)?.n ?? 0;
  return {
    kind: kind.kind,
    agents: { active: kind.active, inactive: kind.inactive },
    stop: whole
      ? {
          id: whole.id,
          by: { type: whole.by_type === "agent" ? "agent" : "person", id: whole.by_id, name: whole.by_name },
          reason: whole.reason,
          at: whole.at.toISOString(),
        }
      : null,
    stoppedAgents: stops.filter((s) => s.kind === kind.kind).length,
    asked: flow?.asked ?? 0,
    allowed: flow?.allowed ?? 0,
    denied: flow?.denied ?? 0,
    held: waiting?.held ?? 0,
    needsSomeone: waiting?.needs_someone ?? 0,
    oldestHeldSince: waiting?.oldest.toISOString() ?? null,
    nextDeadline: waiting?.next_deadline?.toISOString() ?? null,
    permitted: count("permitted"),
    running: count("running"),
    done: came?.done ?? 0,
    failed: came?.failed ?? 0,
    expired: came?.expired ?? 0,
    trains: own.map(({ id, stage, zone, sentence, since, until, attended }) => ({
      id,
      stage,
      zone,
      sentence,
      since: since.toISOString(),
      until: until?.toISOString() ?? null,
      attended,
    })),
  };
}

/** Whole hours from the start of the day to now, so that quiet ones show as quiet. */
function everyHour(since: Date, now: Date, known: (Omit<Hour, "at"> & { at: Date })[]): Hour[] {
  const byTime = new Map(known.map((h) => [h.at.getTime(), h]));
  const hours: Hour[] = [];
  for (let at = since.getTime(); at <= now.getTime(); at += 3_600_000) {
    const { allowed, denied, approved, edited, rejected, expired } = byTime.get(at) ?? {
      allowed: 0,
      denied: 0,
      approved: 0,
      edited: 0,
      rejected: 0,
      expired: 0,
    };
    hours.push({ at: new Date(at).toISOString(), allowed, denied, approved, edited, rejected, expired });
  }
  return hours;
}

/** The one whose time ends first, of those that nobody has approved yet: each kind's first is among those to draw. */
function nearestOf(trains: readonly Train[]): Board["totals"]["nearest"] {
  const open = trains.flatMap(({ id, sentence, zone, until, attended }) =>
    until !== null && attended !== "settling" ? [{ id, sentence, zone, until }] : [],
  );
  const [nearest] = open.sort((a, b) => a.until.getTime() - b.until.getTime());
  return nearest ? { ...nearest, until: nearest.until.toISOString() } : null;
}

/** The earliest of some times; null where there are none. */
const earliest = (times: readonly Date[]): string | null =>
  times.length > 0 ? new Date(Math.min(...times.map((at) => at.getTime()))).toISOString() : null;

/**
 * The board: what needs somebody, what moves, what is held, what stands still, and today's decisions. `since` is the start of the caller's day.
 * @throws 400 naming `since` where it can be no start of today
 */
export async function readBoard(workspaceId: string, minutes: number, since: Date, now = new Date()): Promise<Board> {
  const fault = faultOfSince(since, now);
  if (fault !== null) throw new InvalidRequestError([{ path: "since", message: fault }]);
  const { from, to } = countedIn(minutes, now);
  const [kinds, flow, trains, stops, wait, spent, hours, came, waiting] = await Promise.all([
    pool().query<KindRow>(kindsQuery, [workspaceId]),
    pool().query<FlowRow>(flowQuery, [workspaceId, from, to]),
    trainsUnderWay(workspaceId),
    pool().query<StopRow>(stopsQuery, [workspaceId]),
    pool().query<{ median: number | null; n: number }>(waitQuery, [workspaceId, from, to]),
    pool().query<{ currency: string | null; amount: string | null; n: number }>(spentQuery, [workspaceId, from, to]),
    pool().query<Omit<Hour, "at"> & { at: Date }>(hoursQuery, [workspaceId, since]),
    reported(workspaceId, from, to),
    held(workspaceId),
  ]);
  const sum = (pick: (row: FlowRow) => number) => flow.rows.reduce((total, row) => total + pick(row), 0);
  const of = <T extends { kind: string }>(rows: readonly T[], { kind }: KindRow) =>
    rows.find((row) => row.kind === kind);
  const tracks = kinds.rows.map((kind) =>
    trackOf(kind, { flow: of(flow.rows, kind), reported: of(came, kind), held: of(waiting, kind) }, trains, stops.rows),
  );
  return {
    windowMinutes: minutes,
    at: now.toISOString(),
    totals: {
      asked: sum((r) => r.asked),
      allowed: sum((r) => r.allowed),
      denied: sum((r) => r.denied),
      failed: came.reduce((total, row) => total + row.failed, 0),
      expired: came.reduce((total, row) => total + row.expired, 0),
      nearest: nearestOf(trains),
      waiting: waiting.reduce((total, row) => total + row.held, 0),
      oldestWaitingAt: earliest(waiting.map((row) => row.oldest)),
      medianWaitSeconds: wait.rows[0]?.median ?? null,
      decidedByPeople: wait.rows[0]?.n ?? 0,
      spent: spent.rows.flatMap(({ amount, currency }) =>
        amount !== null && currency !== null ? [{ amount, currency }] : [],
      ),
      reported: spent.rows.reduce((total, r) => total + r.n, 0),
    },
    tracks: tracks.sort(byAlarm),
    today: { since: since.toISOString(), hours: everyHour(since, now, hours.rows) },
  };
}
