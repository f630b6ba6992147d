import pg from "pg";
import { sequencerPool } from "@/lib/platform/db/client";
import type { Queryable } from "./tree-store";

/** Advisory lock that lets one sequencer at a time into the log, whatever the number of instances (audit_sequence takes it too). */
export const sequencerLock = 7_215_001;

/** Entries numbered in one transaction, about, at most: many, since a busy process comes to the next one late. */
export const batchLimit = 8_192;

/** A log that cannot be continued, as what is stored of it is incomplete. The others can. */
export class DamagedLog extends Error {
  override name = "DamagedLog";

  constructor(
    readonly workspaceId: string,
    reason: string,
  ) {
    super(reason);
  }
}

/** The SQLSTATE by which audit_damaged (prisma/sql/functions) tells of such a log; the workspace is the detail. */
const damagedState = "SB001";

/** Runs work in a transaction under the sequencer's lock; "busy" if another sequencer holds it. */
export async function underSequencerLock<T>(work: (db: Queryable) => Promise<T>): Promise<T | "busy"> {
  const client = await sequencerPool().connect();
  let isBroken = false;
  try {
    await client.query("BEGIN");
    const { rows } = await client.query<{ locked: boolean }>("SELECT pg_try_advisory_xact_lock($1) AS locked", [
      sequencerLock,
    ]);
    const result = rows[0]?.locked === true ? await work(client) : "busy";
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {
      isBroken = true;
    });
    throw error;
  } finally {
    client.release(isBroken);
  }
}

/**
 * Takes waiting entries into the log: numbers, leaf hashes and the tree's newly complete nodes, all or nothing. One statement, in
 * which the database does all of it: the sequencer keeps its pace however busy this process is with requests. This is also the only
 * place that sends NOTIFY, as its commit is the only one that may wait for the lock that takes.
 *
 * @param except workspaces whose entries are left waiting
 * @returns how many entries were taken in, or "busy" if another sequencer is at it
 * @throws DamagedLog
 */
export async function sequenceBatch(limit = batchLimit, except: readonly string[] = []): Promise<number | "busy"> {
  try {
    const { rows } = await sequencerPool().query<{ taken: number | null }>({
      name: "audit_sequence",
      text: "SELECT audit_sequence($1, $2) AS taken",
      values: [limit, except],
    });
    return rows[0]?.taken ?? "busy";
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === damagedState)
      throw new DamagedLog(error.detail ?? "", error.message);
    throw error;
  }
}
