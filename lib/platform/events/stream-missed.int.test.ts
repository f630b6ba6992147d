import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import * as actionsRoute from "@/app/api/v1/actions/route";
import { call } from "@/lib/testing/call";
import { listenToStream } from "@/lib/testing/stream";
import { makeWorld } from "@/lib/testing/world";

/** What a person's stream tells after its first heartbeat, who saw the workspace as it was at `since`. */
async function toldSince(token: string, since: number): Promise<string[]> {
  const stream = await listenToStream({ Authorization: `Bearer ${token}`, "Last-Event-ID": `0.0.${since}` });
  await expect.poll(() => stream.heard.filter(({ event }) => event === "heartbeat").length).toBeGreaterThan(1);
  await stream.leave();
  return stream.heard.map(({ event }) => event).filter((event) => event !== "heartbeat");
}

describe("what happened between a page's being drawn and its stream's being open", () => {
  it("is told to people as one event, and nothing where nothing happened", async () => {
    const world = await makeWorld();
    await world.actionType("wire", { zone: "red" });
    const agent = await world.agent();
    const supervisor = await world.person("supervisor");
    const elsewhere = await (await makeWorld()).person("supervisor");
    // What the clocks of two instances may be apart is looked at, too: that of before must not be in it here.
    const drawnAt = Date.now() + 5_050;
    await sleep(100);
    expect((await call(actionsRoute.POST, { token: agent.key, body: { action: "wire", parameters: {} } })).status).toBe(
      201,
    );
    expect(await toldSince(supervisor.token, drawnAt)).toEqual(["stream.resumed"]);
    expect(await toldSince(supervisor.token, Date.now() + 10_000)).toEqual([]);
    expect(await toldSince(elsewhere.token, drawnAt)).toEqual([]);
  });
});
