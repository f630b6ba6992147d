import pg from "pg";
import type { AskedRows } from "@/lib/actions/action-rows.rules";
import { leavesJson, type PreparedEntry } from "@/lib/audit/audit.service";
import type { KeyRefusal } from "@/lib/keys/key-refusal";
import { pool, type Queryable } from "@/lib/platform/db/client";
import { inLane } from "@/lib/platform/db/lane";
import { grouped } from "@/lib/platform/grouped";
import { type ActiveStop, markOf } from "@/lib/scopes/stop.rules";
import type { QueueRoom } from "./interlocks/queue/queue.rules";

/** What committing came to (gate_commit in prisma/sql/functions). */
export type CommitResult =
  | { outcome: "committed" | "stale_epoch" | "key_reused" }
  | { outcome: "replay"; status: number; body: string }
  | { outcome: "caller_refused"; code: KeyRefusal }
  | ({ outcome: "no_room" } & QueueRoom)
  | { outcome: "no_budget"; windows: { budget: string; from: string; spent: string; reserved: string }[] }
  | { outcome: "stale_runs"; inactive: string[]; stops: { run: string; stop: ActiveStop | null }[] };

/** What was judged, and by what: nothing of it is committed unless that still stands. */
export interface Judged {
  caller: { workspaceId: string; agentId: string; keyId: string; runId: string | null; epoch: number };
  made: readonly AskedRows[];
  /** The entry of each of `made`. */
  entries: readonly PreparedEntry[];
  /** The stop by which each named run was judged. */
  runStops: ReadonlyMap<string, ActiveStop | null>;
  once: { caller: string; key: string; hash: string; status: number; body: string } | undefined;
}

/** The arguments of gate_commit, json as text. */
interface Arguments {
  workspace: string;
  agent: string;
  key: string;
  run: string | null;
  epoch: number;
  runs: string;
  held: number;
  actions: string;
  decisions: string;
  permits: string;
  leaves: string;
  idempotency: string | null;
  debits: string | null;
}

const runsOf = (made: readonly AskedRows[]): string[] => [...new Set(made.flatMap((m) => m.action.run_id ?? []))];

const heldAmong = (made: readonly AskedRows[]): number =>
  made.filter(({ action }) => action.status === "pending").length;

/** Nothing at all where no budget reserves anything: then the commit has no work with budgets. */
function debitsAmong(made: readonly AskedRows[]): string | null {
  const debits = made.flatMap((m) => m.debits);
  return debits.length === 0 ? null : JSON.stringify(debits);
}

function argumentsOf({ caller, made, entries, runStops, once }: Judged): Arguments {
  return {
    workspace: caller.workspaceId,
    agent: caller.agentId,
    key: caller.keyId,
    run: caller.runId,
    epoch: caller.epoch,
    runs: JSON.stringify(runsOf(made).map((run) => ({ run, stop: markOf(runStops.get(run)) }))),
    held: heldAmong(made),
    actions: JSON.stringify(made.map((m) => m.action)),
    decisions: JSON.stringify(made.flatMap((m) => m.decision ?? [])),
    permits: JSON.stringify(made.flatMap((m) => m.permit ?? [])),
    leaves: leavesJson(entries),
    idempotency: once ? JSON.stringify(once) : null,
    debits: debitsAmong(made),
  };
}

async function commitAlone(a: Arguments, connection: Queryable): Promise<CommitResult> {
  const { rows } = await connection.query<{ r: CommitResult }>({
    name: "gate_commit",
    text: "SELECT gate_commit($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) AS r",
    values: [
      a.workspace,
      a.agent,
      a.key,
      a.run,
      a.epoch,
      a.runs,
      a.held,
      a.actions,
      a.decisions,
      a.permits,
      a.leaves,
      a.idempotency,
      a.debits,
    ],
  });
  const result = rows[0]?.r;
  if (!result) throw new Error("gate_commit gave no result");
  return result;
}

const quoted = (value: string | null): string => JSON.stringify(value);

/** One group's arguments as a json array, with its json as it is. */
const jsonOf = (group: readonly Arguments[]): string =>
  `[${group
    .map(
      (a, place) =>
        `{"place":${place},"workspace":${quoted(a.workspace)},"agent":${quoted(a.agent)},"key":${quoted(a.key)},"run":${quoted(a.run)},"epoch":${a.epoch},"runs":${a.runs},"held":${a.held},` +
        `"actions":${a.actions},"decisions":${a.decisions},"permits":${a.permits},"leaves":${a.leaves},"idempotency":${a.idempotency ?? "null"},"debits":${a.debits ?? "null"}}`,
    )
    .join(",")}]`;

/** Each in its turn in one transaction: a run before those under it, as everything that locks runs does. */
const groupText = `SELECT place, gate_commit(workspace, agent, key, run, epoch, runs, held, actions, decisions, permits, leaves, idempotency, debits) AS r
FROM (
  SELECT a.* FROM json_to_recordset($1) AS a (place int, workspace text, agent text, key text, run text, epoch bigint, runs json, held int,
    actions json, decisions json, permits json, leaves json, idempotency jsonb, debits json)
  LEFT JOIN runs r ON r.id = coalesce(a.run, a.runs->0->>'run')
  ORDER BY cardinality(r.ancestor_ids), r.id, a.place
) AS turns`;

/** The statement failed, and with it all of the group, none of whose work is done: what the server says of itself going away is no such answer. */
const undone = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && !/^(08|25|53|57|58)/.test(error.code ?? "08");

async function commitGroup(group: readonly Arguments[]): Promise<PromiseSettledResult<CommitResult>[]> {
  const alone = () => Promise.allSettled(group.map((one) => commitAlone(one, pool())));
  if (group.length === 1) return alone();
  try {
    const { rows } = await pool().query<{ place: number; r: CommitResult }>({
      name: "gate_commit_group",
      text: groupText,
      values: [jsonOf(group)],
    });
    const results = new Map(rows.map(({ place, r }) => [place, r]));
    return group.map((_one, place) => {
      const value = results.get(place);
      return value
        ? { status: "fulfilled", value }
        : { status: "rejected", reason: new Error("gate_commit gave no result") };
    });
  } catch (error) {
    // One of them failed all: each on its own shows which.
    if (undone(error)) return alone();
    throw error;
  }
}

/** Those of a workspace that come at once: their locks are the same one, and what costs is the round trip and the flush. */
const commitTogether = grouped("gate.commit", { most: 16, patienceMs: 25 }, (group: readonly Arguments[]) =>
  inLane("general", () => commitGroup(group)),
);

/** Characters of rows that may go with others: a heavy one would make them wait for its own. */
const lightCharacters = 16_384;

/**
 * May it go with others? One that is held takes the lock of its agent's family: two groups could take two families' the one against
 * the other, and so with the windows of budgets. A batch is a group already.
 */
const goesWithOthers = ({ made }: Judged, { held, actions, leaves, debits }: Arguments): boolean =>
  made.length === 1 && held === 0 && debits === null && actions.length + leaves.length <= lightCharacters;

/** Commits on a connection that holds the epoch still. */
export function commitHeld(judged: Judged, connection: Queryable): Promise<CommitResult> {
  return commitAlone(argumentsOf(judged), connection);
}

/** Commits in a transaction of its own, or in one with others of its workspace that come meanwhile; each is refused, or not, for itself. */
export function commitFreely(judged: Judged): Promise<CommitResult> {
  const prepared = argumentsOf(judged);
  return goesWithOthers(judged, prepared)
    ? commitTogether(prepared.workspace, prepared)
    : commitAlone(prepared, pool());
}
