import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient, Prisma } from "@/prisma/generated/client";
import { env } from "@/lib/platform/env";
import { logger } from "@/lib/platform/logger";
import { processWide } from "@/lib/platform/process-wide";

export { Prisma };
export type { Action, Person, Workspace } from "@/prisma/generated/client";
export type Tx = Prisma.TransactionClient;
/** Where a plain query can be put: the pool, or one connection of it that holds a transaction open. */
export type Queryable = Pick<pg.ClientBase, "query">;

/** The connection pool, shared by Prisma and by the gate's own prepared statements. */
export function pool(): pg.Pool {
  return processWide("pg.pool", () => openPool(env().DATABASE_URL, env().SIGNALBOX_DB_POOL));
}

function openPool(connectionString: string, max: number): pg.Pool {
  const made = new pg.Pool({
    connectionString,
    max,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    // A statement that hangs must not hold a lock for ever; the longest legitimate one is an export's page.
    statement_timeout: 30_000,
    // Nor may an instance that froze between two statements: others wait for the epoch's lock, a stop among them.
    idle_in_transaction_session_timeout: 15_000,
    // A network that swallows everything answers nothing either: then waiting ends here.
    query_timeout: 40_000,
    keepAlive: true,
  });
  // An idle connection's death (the server restarted) is no error of a request: the pool opens another.
  made.on("error", (error) => logger().warn({ err: error.message }, "database connection lost"));
  return made;
}

/**
 * The sequencer's own connections: its account may write the audit log, which the application's may not. Where the environment names
 * one account only (an installation whose roles were not made yet), it is the pool of all.
 */
export function sequencerPool(): pg.Pool {
  const connectionString = env().SIGNALBOX_DATABASE_SEQUENCER_URL;
  if (!connectionString || connectionString === env().DATABASE_URL) return pool();
  return processWide("pg.sequencer", () => openPool(connectionString, 2));
}

export function db(): PrismaClient {
  return processWide("prisma", () => new PrismaClient({ adapter: new PrismaPg(pool(), { disposeExternalPool: false }) }));
}

/** Ends every connection; for scripts and tests that must exit. */
export async function closeDb(): Promise<void> {
  await db().$disconnect();
  if (sequencerPool() !== pool()) await sequencerPool().end();
  await pool().end();
}
