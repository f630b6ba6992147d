import { db } from "@/lib/platform/db/client";
import { makeWorld } from "@/lib/testing/world";
import type { Stack } from "../testing/stack";
import { must, send, until } from "./client";

const approvers = 32;

async function eventsOf(actionId: string, event: string): Promise<number> {
  const where = { subjectId: actionId, event };
  // Staged and numbered entries are moved in one transaction: counted in one, too.
  const [staged, numbered] = await db().$transaction(
    [db().auditStaged.count({ where }), db().auditEntry.count({ where })],
    { isolationLevel: "RepeatableRead" },
  );
  return staged + numbered;
}

/**
 * 32 approvers on two servers, the agent's cancel and the expiry, all at once on the same action: exactly one final decision, one
 * audit entry of it, and one winner told so.
 */
export async function races(stack: Stack, rounds: number, say: (message: string) => void): Promise<string> {
  const world = await makeWorld();
  await world.actionType("wire", { zone: "red" });
  const agent = await world.agent();
  const people = await Promise.all(Array.from({ length: approvers }, () => world.person("supervisor")));
  const urls = stack.servers.map((s) => s.url);
  const winners: Record<string, number> = {};
  for (let round = 0; round < rounds; round++) {
    const asked = await send(`${urls[0]}/api/v1/actions`, agent.key, {
      action: "wire",
      parameters: { round },
      confidence: 1,
    });
    const { id, digest } = asked.json as { id: string; digest: string };
    const vote = (i: number) => ({
      decision: i % 2 ? "approve" : "reject",
      seenDigest: digest,
      reason: { text: `round ${round}` },
    });
    const [expired, cancelled, ...votes] = await Promise.all([
      // Every third round the time runs out in the middle of it.
      round % 3 === 0
        ? db().action.updateMany({ where: { id, status: "pending" }, data: { expiresAt: new Date() } })
        : undefined,
      round % 2 === 0 ? send(`${urls[1 % urls.length]}/api/v1/actions/${id}/cancel`, agent.key, undefined) : undefined,
      ...people.map((p, i) => send(`${urls[i % urls.length]}/api/v1/actions/${id}/decisions`, p.token, vote(i))),
    ]);
    if (expired)
      await until(
        `round ${round} expires`,
        5_000,
        async () => (await db().action.findUniqueOrThrow({ where: { id } })).status !== "pending",
      );
    const decision = await db().decision.findUnique({ where: { actionId: id } });
    const action = await db().action.findUniqueOrThrow({ where: { id } });
    must(decision !== null && action.status !== "pending", `round ${round}: decided`);
    const told = votes.filter((v) => v.status === 200).length + (cancelled?.status === 200 ? 1 : 0);
    const byItself = decision?.outcome === "expire" ? 1 : 0;
    must(told + byItself === 1, `round ${round}: one winner, not ${told + byItself}`);
    must(
      votes.every((v) => v.status === 200 || v.status === 409),
      `round ${round}: the others got 409`,
    );
    must((await eventsOf(id, "action.decided")) === 1, `round ${round}: one entry`);
    const permits = await db().permit.count({ where: { actionId: id } });
    must(permits === (action.status === "approved" ? 1 : 0), `round ${round}: a permit exactly where it was approved`);
    const outcome = decision?.outcome ?? "none";
    winners[outcome] = (winners[outcome] ?? 0) + 1;
    if (round % 100 === 99) say(`races: ${round + 1} of ${rounds}`);
  }
  return `${rounds} rounds of ${approvers} approvers with cancel and expiry: one final decision and one entry each (${Object.entries(
    winners,
  )
    .map(([o, n]) => `${o} ${n}`)
    .join(", ")})`;
}
