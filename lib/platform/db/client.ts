import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient, Prisma } from "@/prisma/generated/client";
import { env } from "@/lib/platform/env";
import { logger } from "@/lib/platform/logger";
import { processWide } from "@/lib/platform/process-wide";
import { currentLane, type Lane } from "./lane";

export { Prisma };
export type { Action, Approval, Person, Workspace } from "@/prisma/generated/client";
export type Tx = Prisma.TransactionClient;
/** Where a plain query can be put: the pool, or one connection of it that holds a transaction open. */
export type Queryable = Pick<pg.ClientBase, "query">;

interface Connections {
  pool: pg.Pool;
  prisma: PrismaClient;
}

/** Everything this process has opened, so that it can be closed whole and opened again, towards another database, too. */
interface Opened {
  lanes: Map<Lane, Connections>;
  sequencer: pg.Pool | undefined;
}

function opened(): Opened {
  return processWide("db.opened", (): Opened => ({ lanes: new Map(), sequencer: undefined }));
}

/** A statement that hangs must not hold a lock for ever; the longest legitimate one is an export's page. Whoever reads metrics gives up sooner. */
const statementMs: Record<Lane, number> = { general: 30_000, stop: 30_000, permit: 30_000, metrics: 2_000 };

/** How long work waits for its turn at a connection, in the order it came: under load it comes late rather than not at all. */
export const turnMs = 15_000;

/** A connection that is being made has less time: a database that is there answers at once. */
class Client extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super({ ...config, connectionTimeoutMillis: 5_000 });
  }
}

function openPool(connectionString: string, max: number, longestMs = statementMs.general): pg.Pool {
  const made = new pg.Pool({
    connectionString,
    max,
    Client,
    connectionTimeoutMillis: turnMs,
    idleTimeoutMillis: 30_000,
    statement_timeout: longestMs,
    // Nor may an instance that froze between two statements: others wait for the epoch's lock, a stop among them.
    idle_in_transaction_session_timeout: 15_000,
    // A network that swallows everything answers nothing either: then waiting ends here.
    query_timeout: longestMs + longestMs / 3,
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
  return (opened().sequencer ??= openPool(connectionString, 2));
}

function laneSizes(): Record<Lane, number> {
  return {
    general: env().SIGNALBOX_DB_POOL,
    stop: env().SIGNALBOX_DB_STOP_POOL,
    permit: env().SIGNALBOX_DB_PERMIT_POOL,
    metrics: 1,
  };
}

/** How a pool stands at this moment. */
export interface PoolState {
  lane: Lane | "sequencer";
  max: number;
  inUse: number;
  idle: number;
  /** Who waits for a connection of it. */
  waiting: number;
}

/** Every pool that was opened, without asking the database. */
export function poolStates(): PoolState[] {
  const state = (lane: PoolState["lane"], { options, totalCount, idleCount, waitingCount }: pg.Pool): PoolState => ({
    lane,
    max: options.max,
    inUse: totalCount - idleCount,
    idle: idleCount,
    waiting: waitingCount,
  });
  const { lanes, sequencer } = opened();
  const states = [...lanes].map(([lane, connected]) => state(lane, connected.pool));
  return sequencer ? [...states, state("sequencer", sequencer)] : states;
}

function connections(): Connections {
  const lane = currentLane();
  const { lanes } = opened();
  const known = lanes.get(lane);
  if (known) return known;
  const pool = openPool(env().DATABASE_URL, laneSizes()[lane], statementMs[lane]);
  const made = { pool, prisma: new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: false }) }) };
  lanes.set(lane, made);
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

/** Ends every connection; for scripts and tests that must exit. What is asked afterwards opens connections anew. */
export async function closeDb(): Promise<void> {
  const { lanes, sequencer } = opened();
  const all = [...lanes.values()];
  lanes.clear();
  opened().sequencer = undefined;
  await sequencer?.end();
  for (const { pool: lane, prisma } of all) {
    await prisma.$disconnect();
    await lane.end();
  }
}
