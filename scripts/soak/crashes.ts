import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { db } from "@/lib/platform/db/client";
import { makeWorld } from "@/lib/testing/world";
import type { Stack } from "../testing/stack";
import { must, send, until } from "./client";

const clients = 12;

interface Ledger {
  /** The number that the next request carries; none is used twice. */
  next: number;
  /** Idempotency-Key of every ask that was ever sent, with its body's number and the id that was acknowledged, if any. */
  asks: Map<string, { n: number; id?: string }>;
  /** Decisions acknowledged with 200: action id to outcome. */
  decisions: Map<string, string>;
}

/** Agents ask and people decide, all the time, until told to end. Everything acknowledged is written down. */
function load(stack: Stack, world: { key: string; personTokens: string[] }, ledger: Ledger): { stop(): Promise<void> } {
  let ended = false;
  const client = async (i: number) => {
    const url = () => stack.servers[i % stack.servers.length]?.url ?? "";
    const token = world.personTokens[i % world.personTokens.length] ?? "";
    while (!ended) {
      const key = randomUUID();
      const number = ledger.next++;
      ledger.asks.set(key, { n: number });
      const asked = await send(
        `${url()}/api/v1/actions`,
        world.key,
        { action: number % 2 ? "wire" : "pay", parameters: { n: number }, confidence: 1 },
        { "Idempotency-Key": key },
      );
      if (asked.status !== 201) {
        must(
          asked.status === 0 || asked.status === 503,
          `an ask under way gets an answer, none, or 503; not ${asked.status} ${JSON.stringify(asked.json)}`,
        );
        await sleep(30);
        continue;
      }
      const { id, digest, status } = asked.json as { id: string; digest: string; status: string };
      ledger.asks.set(key, { n: number, id });
      if (status !== "pending") continue;
      const outcome = number % 4 === 1 ? "approve" : "reject";
      const decided = await send(`${url()}/api/v1/actions/${id}/decisions`, token, {
        decision: outcome,
        seenDigest: digest,
        reason: { text: "soak" },
      });
      if (decided.status === 200) ledger.decisions.set(id, outcome);
    }
  };
  const all = Promise.all(Array.from({ length: clients }, (_, i) => client(i)));
  return {
    async stop() {
      ended = true;
      await all;
    },
  };
}

/** What was acknowledged is there; what is there is whole. */
async function check(stack: Stack, workspaceId: string, key: string, ledger: Ledger): Promise<void> {
  const rows = await db().action.findMany({
    where: { workspaceId },
    select: { id: true, status: true, parameters: true },
  });
  const byId = new Map(rows.map((r) => [r.id, r]));
  for (const { id } of ledger.asks.values())
    must(id === undefined || byId.has(id), `acknowledged action ${id} is there`);
  const numbers = rows.map((r) => (r.parameters as { n: number }).n);
  must(new Set(numbers).size === numbers.length, "no request made two actions");

  // A request whose answer was lost is sent again with its key, as a client would: the same action, not another.
  const url = stack.servers[0]?.url ?? "";
  for (const [idempotencyKey, { n, id }] of [...ledger.asks].filter(([, a]) => a.id === undefined).slice(-200)) {
    const again = await send(
      `${url}/api/v1/actions`,
      key,
      { action: n % 2 ? "wire" : "pay", parameters: { n }, confidence: 1 },
      { "Idempotency-Key": idempotencyKey },
    );
    must(again.status === 201, `a retry is answered (${again.status})`);
    ledger.asks.set(idempotencyKey, { n, id: (again.json as { id?: string }).id ?? id });
  }
  const doubled = await db().$queryRaw<
    { n: bigint }[]
  >`SELECT count(*) - count(DISTINCT parameters->>'n') AS n FROM actions WHERE workspace_id = ${workspaceId}`;
  must(Number(doubled[0]?.n ?? 0) === 0, "no retry made a second action");

  const decisions = new Map((await db().decision.findMany({ where: { workspaceId } })).map((d) => [d.actionId, d]));
  for (const [id, outcome] of ledger.decisions)
    must(decisions.get(id)?.outcome === outcome, `acknowledged decision of ${id} is there, unchanged`);
  const orphans = await db().$queryRaw<{ n: bigint }[]>`
    SELECT count(*) AS n FROM actions a LEFT JOIN decisions d ON d.action_id = a.id LEFT JOIN permits p ON p.action_id = a.id
    WHERE a.workspace_id = ${workspaceId} AND ((a.status = 'pending') <> (d.action_id IS NULL) OR (a.status = 'approved') <> (p.action_id IS NOT NULL))`;
  must(
    Number(orphans[0]?.n ?? 0) === 0,
    "no orphan: a decision exactly where decided, a permit exactly where approved",
  );

  await until(
    "the sequencer takes everything in",
    30_000,
    async () => (await db().auditStaged.count({ where: { workspaceId } })) === 0,
  );
  const entries = await db().$queryRaw<{ event: string; n: bigint; subjects: bigint }[]>`
    SELECT event, count(*) AS n, count(DISTINCT subject_id) AS subjects FROM audit_entries WHERE workspace_id = ${workspaceId} GROUP BY event`;
  for (const { event, n, subjects } of entries) must(n === subjects, `one ${event} entry for each action`);
  const total = await db().action.count({ where: { workspaceId } });
  const requested = Number(entries.find((e) => e.event === "action.requested")?.n ?? 0);
  must(requested === total, `every action has its entry (${requested} of ${total})`);
  const byPeople = await db().decision.count({ where: { workspaceId, byType: { not: "policy" } } });
  must(Number(entries.find((e) => e.event === "action.decided")?.n ?? 0) === byPeople, "every decision has its entry");
}

/** Kills in one workspace; then another is made, so that a check reads what these kills could have harmed and no more. */
const killsInOneWorld = 10;

async function newWorld() {
  const world = await makeWorld();
  await world.actionType("pay", { zone: "green" });
  await world.actionType("wire", { zone: "red" });
  const agent = await world.agent();
  const people = await Promise.all([world.person("supervisor"), world.person("supervisor")]);
  const ledger: Ledger = { next: 0, asks: new Map(), decisions: new Map() };
  return { workspaceId: world.workspaceId, key: agent.key, personTokens: people.map((p) => p.token), ledger };
}

/**
 * `kill -9` of a server and of PostgreSQL in turns, under load: nothing acknowledged is lost, nothing decided twice, no orphan.
 */
export async function crashes(stack: Stack, kills: number, say: (message: string) => void): Promise<string> {
  let acknowledged = 0;
  let decided = 0;
  let world = await newWorld();
  const count = () => {
    acknowledged += [...world.ledger.asks.values()].filter((a) => a.id !== undefined).length;
    decided += world.ledger.decisions.size;
  };
  for (let i = 0; i < kills; i++) {
    if (i > 0 && i % killsInOneWorld === 0) {
      count();
      world = await newWorld();
    }
    const running = load(stack, world, world.ledger);
    await sleep(1_200);
    const target = stack.servers[i % stack.servers.length];
    if (i % 2 === 0 && target) {
      await target.kill();
      await target.start();
    } else {
      const pid = stack.postgres.pid();
      if (pid === undefined) throw new Error("PostgreSQL is not running");
      process.kill(pid, "SIGKILL");
      // Its children answer for a moment longer; only when another has started is the old one gone for certain.
      await until("PostgreSQL is started again", 60_000, () => Promise.resolve(stack.postgres.pid() !== pid));
    }
    await until("asking works again", 60_000, async () => {
      const again = { action: "pay", parameters: { n: -1 - i }, confidence: 1 };
      const answers = await Promise.all(
        stack.servers.map((s) =>
          send(`${s.url}/api/v1/actions`, world.key, again, { "Idempotency-Key": `again-${i}` }),
        ),
      );
      return answers.every((a) => a.status === 201);
    });
    await sleep(500);
    await running.stop();
    await check(stack, world.workspaceId, world.key, world.ledger);
    say(`crashes: ${i + 1} of ${kills} (${i % 2 === 0 ? "server" : "PostgreSQL"} killed)`);
  }
  count();
  return `${kills} kills -9 under load: ${acknowledged} acknowledged asks and ${decided} acknowledged decisions, none lost, none twice, no orphan`;
}
