import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient, Prisma } from "@/prisma/generated/client";
import { env } from "@/lib/platform/env";
import { logger } from "@/lib/platform/logger";
import { processWide } from "@/lib/platform/process-wide";
import { currentLane, type Lane } from "./lane";

export { Prisma };
export type { Action, Person, Workspace } from "@/prisma/generated/client";
export type Tx = Prisma.TransactionClient;
/** Where a plain query can be put: the pool, or one connection of it that holds a transaction open. */
export type Queryable = Pick<pg.ClientBase, "query">;

interface Connections {
  pool: pg.Pool;
  prisma: PrismaClient;
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
  // One that is taken out dies unheard between two queries, which would end the process; the next query tells whoever holds it.
  made.on("connect", (client) => client.on("error", () => undefined));
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

function connectionsOpened(): Map<Lane, Connections> {
  return processWide("db.connections", () => new Map<Lane, Connections>());
}

function connections(): Connections {
  const lane = currentLane();
  const known = connectionsOpened().get(lane);
  if (known) return known;
  const pool = openPool(env().DATABASE_URL, { general: env().SIGNALBOX_DB_POOL, stop: env().SIGNALBOX_DB_STOP_POOL, permit: env().SIGNALBOX_DB_PERMIT_POOL }[lane]);
  const made = { pool, prisma: new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: false }) }) };
  connectionsOpened().set(lane, made);
  return made;
}

/** The connection pool of the lane we are in, shared by Prisma and by the gate's own prepared statements. Ask for it anew each time. */
export function pool(): pg.Pool {
  return connections().pool;
}

/** Prisma over the connections of the lane we are in. Ask for it anew each time. */
export function db(): PrismaClient {
  return connections().prisma;
}

/** Ends every connection; for scripts and tests that must exit. */
export async function closeDb(): Promise<void> {
  if (sequencerPool() !== pool()) await sequencerPool().end();
  for (const { pool: opened, prisma } of connectionsOpened().values()) {
    await prisma.$disconnect();
    await opened.end();
  }
}
