import { displayPrefix, hashToken, newToken } from "@/lib/platform/credentials/token-format";
import { db } from "@/lib/platform/db/client";
import { newId } from "@/lib/platform/ids";
import type { World } from "@/lib/testing/world";
import { seedScenario } from "@/prisma/seed/run";
import type { ServerProcess } from "../testing/stack";
import { median, ms, type Figure } from "./figures";

const rounds = 30;

async function tokenFor(slug: string): Promise<string> {
  const workspace = await db().workspace.findUniqueOrThrow({ where: { slug } });
  const member = await db().membership.findFirstOrThrow({ where: { workspaceId: workspace.id, role: "supervisor" } });
  const token = newToken("sbp");
  await db().personalToken.create({
    data: {
      id: newId("personalToken"),
      workspaceId: workspace.id,
      personId: member.personId,
      name: "bench",
      prefix: displayPrefix(token),
      hash: hashToken(token),
      expiresAt: new Date(Date.now() + 3_600_000),
    },
  });
  return token;
}

async function firstPage(server: ServerProcess, token: string): Promise<number> {
  const start = performance.now();
  const response = await fetch(`${server.url}/api/v1/actions?sort=queue&status=pending&limit=50`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  const { items } = (await response.json()) as { items: unknown[] };
  if (items.length !== 50) throw new Error(`the first page has ${items.length} actions`);
  return performance.now() - start;
}

/** The queue's first page with 100 and with 100,000 pending, in turns. */
export async function benchQueue(
  server: ServerProcess,
  few: { world: World; agentKey: string; personToken: string },
): Promise<Figure[]> {
  for (let i = 0; i < 100; i++) {
    const response = await fetch(`${server.url}/api/v1/actions`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${few.agentKey}` },
      body: JSON.stringify({ action: "wire", parameters: {}, confidence: 1 }),
    });
    if (response.status !== 201) throw new Error(`asking: ${response.status}`);
  }
  await seedScenario("long-queue");
  await db().$executeRawUnsafe("ANALYZE");
  const manyToken = await tokenFor("long-queue");
  const pending = await db().action.count({
    where: { status: "pending", workspaceId: { not: few.world.workspaceId } },
  });
  const fewMs: number[] = [];
  const manyMs: number[] = [];
  for (let i = 0; i < rounds; i++) {
    fewMs.push(await firstPage(server, few.personToken));
    manyMs.push(await firstPage(server, manyToken));
  }
  const ratio = median(manyMs) / median(fewMs);
  return [
    {
      name: `queue's first page, ${pending.toLocaleString("en-GB")} pending ÷ 100 pending`,
      value: `${ratio.toFixed(2)} (${ms(median(manyMs))} ÷ ${ms(median(fewMs))})`,
      target: "≤ 3",
      met: ratio <= 3,
    },
  ];
}
