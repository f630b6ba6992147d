import type pg from "pg";
import { pool } from "@/lib/platform/db/client";
import { seedDemo } from "./demo";
import { seedEmpty } from "./empty";
import { seedHistoryScenario } from "./history";
import { seedLongQueue } from "./long-queue";

export const scenarios = ["empty", "demo", "long-queue", "history"] as const;
export type Scenario = (typeof scenarios)[number];

export interface SeedOptions {
  /** The moment the scenario is told from; content is the same for the same moment. */
  now?: Date;
  /** How many actions, where the scenario has a size: 100,000 in `long-queue`, 200,000 in `history`. */
  size?: number;
}

const workspacesOf: Record<Scenario, readonly string[]> = {
  empty: ["main"],
  demo: ["meridian", "northwind"],
  "long-queue": ["long-queue"],
  history: ["history"],
};

/** Two seeds at once would see each other's half: the second waits for this lock, and then finds the workspaces. */
const seedLock = 7_215_900;

/** Everything or nothing: a seed that fails half-way leaves the database as it was. */
async function inOneTransaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool().connect();
  let broken = false;
  try {
    await client.query("BEGIN");
    await client.query("SET LOCAL statement_timeout = 0");
    await client.query("SELECT pg_advisory_xact_lock($1)", [seedLock]);
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => (broken = true));
    throw error;
  } finally {
    client.release(broken);
  }
}

async function existing(client: pg.ClientBase, slugs?: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ slug: string }>(
    "SELECT slug FROM workspaces WHERE $1::text[] IS NULL OR slug = ANY($1) ORDER BY slug",
    [slugs ?? null],
  );
  return rows.map((r) => r.slug);
}

/**
 * Fills the database with a scenario, in one transaction.
 * @returns a line for whoever ran it
 * @throws Error when a workspace of the scenario exists already
 */
export async function seed(scenario: Scenario, { now = new Date(), size }: SeedOptions = {}): Promise<string> {
  const started = Date.now();
  let afterwards: (() => void) | undefined;
  const told = await inOneTransaction(async (client) => {
    const there = await existing(client, workspacesOf[scenario]);
    if (there.length > 0) {
      throw new Error(
        `The workspace ${there.join(" and ")} exists already, so nothing was seeded. Seed "${scenario}" into an empty database, or one without ${workspacesOf[scenario].join(" and ")}.`,
      );
    }
    switch (scenario) {
      case "empty":
        return seedEmpty(client, now);
      case "demo":
        afterwards = await seedDemo(client, now);
        return "Two workspaces: meridian and northwind. Password of everyone: signalbox-demo.";
      case "long-queue":
        return seedLongQueue(client, now, size);
      case "history":
        return seedHistoryScenario(client, now, size);
    }
  });
  await pool().query("ANALYZE");
  afterwards?.();
  return `Seeded "${scenario}" in ${((Date.now() - started) / 1000).toFixed(1)} s. ${told}`;
}

/** `npm run seed -- <scenario>`. @throws Error for a name that is no scenario */
export async function seedScenario(name: string, options: SeedOptions = {}): Promise<void> {
  const scenario = scenarios.find((s) => s === name);
  if (!scenario) throw new Error(`There is no scenario "${name}". There are: ${scenarios.join(", ")}.`);
  console.log(await seed(scenario, options));
}

/** The demo, where there is no workspace yet; else nothing. @returns whether it was seeded */
export async function seedDemoIfEmpty(options: SeedOptions = {}): Promise<boolean> {
  const { rows } = await pool().query<{ some: boolean }>("SELECT EXISTS (SELECT FROM workspaces) AS some");
  if (rows[0]?.some) return false;
  await seed("demo", options);
  return true;
}
