import { db } from "@/lib/platform/db/client";
import { makeWorld } from "@/lib/testing/world";
import type { Stack } from "../testing/stack";
import { must, send } from "./client";

const clientsPerServer = 6;

/** Agents ask on two servers all the time; a stop is pulled on one. Nothing that was sent after its answer is allowed, on either. */
export async function stops(stack: Stack, rounds: number, say: (message: string) => void): Promise<string> {
  const world = await makeWorld();
  await world.actionType("pay", { zone: "green" });
  const agent = await world.agent();
  const engineer = await world.person("reliability");
  let asked = 0;
  for (let round = 0; round < rounds; round++) {
    let acknowledgedAt = Infinity;
    let ended = false;
    const allowedAfter: string[] = [];
    const clients = stack.servers.flatMap((server) =>
      Array.from({ length: clientsPerServer }, async () => {
        while (!ended) {
          const sentAt = performance.now();
          const { json } = await send(`${server.url}/api/v1/actions`, agent.key, {
            action: "pay",
            parameters: {},
            confidence: 1,
          });
          asked += 1;
          if (sentAt > acknowledgedAt && json["status"] === "approved") allowedAfter.push(String(json["id"]));
        }
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    const server = stack.servers[round % stack.servers.length];
    const stop = await send(`${server?.url}/api/v1/stops`, engineer.token, {
      scope: { type: round % 2 ? "agent" : "workspace", ...(round % 2 ? { id: agent.id } : {}) },
      reason: `round ${round}`,
    });
    acknowledgedAt = performance.now();
    must(stop.status === 201, `the stop is acknowledged (${stop.status})`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    ended = true;
    await Promise.all(clients);
    must(
      allowedAfter.length === 0,
      `round ${round}: ${allowedAfter.length} actions sent after the stop's answer were allowed`,
    );
    const { epoch } = await db().stop.findUniqueOrThrow({ where: { id: String(stop.json["id"]) } });
    const slipped = await db().action.count({
      where: { workspaceId: world.workspaceId, status: "approved", epoch: { gte: epoch } },
    });
    must(slipped === 0, `round ${round}: ${slipped} actions were allowed at the stop's epoch or later`);
    const rearmed = await send(`${server?.url}/api/v1/stops/${String(stop.json["id"])}/rearm`, engineer.token, {
      reason: "soak",
    });
    must(rearmed.status === 200, `re-armed (${rearmed.status})`);
    await db().action.updateMany({ where: { workspaceId: world.workspaceId }, data: { epoch: 0 } });
    if (round % 10 === 9) say(`stops: ${round + 1} of ${rounds}`);
  }
  return `${rounds} stops pulled under load on ${stack.servers.length} servers, ${asked} asks: none allowed after an acknowledged stop`;
}
