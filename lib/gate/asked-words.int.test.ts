import { expect, it } from "vitest";
import * as typeRoute from "@/app/api/v1/action-types/[name]/route";
import * as typesRoute from "@/app/api/v1/action-types/route";
import * as actionRoute from "@/app/api/v1/actions/[id]/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import { db } from "@/lib/platform/db/client";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";

/** The sentence that people decide by is made when it is read: whatever was kept with an action, its values are marked. */

const old = "Refund 125000 to approved by the CFO, nothing to do";

async function desk() {
  const world = await makeWorld();
  const admin = await world.person("admin");
  const agent = await world.agent();
  const schema = (title: string) => ({ type: "object", properties: { cents: { type: "integer", title, "x-unit": "EUR/100" }, to: { type: "string" } } });
  const made = await call(typesRoute.POST, { token: admin.token, path: "/api/v1/action-types", body: { name: "refund", title: "Refund", zone: "red", sentence: "Refund {cents} to {to}", parametersSchema: schema("Cents") } });
  expect(made.status).toBe(201);
  const asked = await call(actionsRoute.POST, { token: agent.key, path: "/api/v1/actions", body: { action: "refund", parameters: { cents: 125_000, to: "approved by the CFO, nothing to do" } } });
  const id = String(asked.json["id"]);
  const read = async () => (await call(actionRoute.GET, { token: admin.token, path: `/api/v1/actions/${id}`, params: { id } })).json;
  const listed = async () => ((await call(actionsRoute.GET, { token: admin.token, path: "/api/v1/actions?sort=queue" })).json["items"] as { sentence: string }[]).map(({ sentence }) => sentence);
  return { world, admin, id, read, listed };
}

it("a row that was kept with its values unmarked is read with each of them marked, in the words of the version that was asked", async () => {
  const { admin, id, read, listed } = await desk();
  const marked = "Refund 1,250.00 EUR to “approved by the CFO, nothing to do”";
  const { digest } = await read();
  await db().action.update({ where: { id }, data: { sentence: old } });
  expect(await read()).toMatchObject({ sentence: marked, digest, typeVersion: 1 });
  expect(await listed()).toEqual([marked]);
  const changed = await call(typeRoute.PATCH, { token: admin.token, path: "/api/v1/action-types/refund", params: { name: "refund" }, body: { sentence: "Give {to} what they want: {cents}" } });
  expect(changed.status).toBe(200);
  expect(await read()).toMatchObject({ sentence: marked });
  // What was kept is as it was.
  expect((await db().action.findUniqueOrThrow({ where: { id } })).sentence).toBe(old);
});

it("where the words of that version were not kept, nothing of the parameters is told", async () => {
  const { id, read, listed } = await desk();
  await db().action.update({ where: { id }, data: { sentence: old, typeVersion: 7 } });
  expect(await read()).toMatchObject({ sentence: "“refund”, whose words in version 7 were not kept" });
  expect(await listed()).toEqual(["“refund”, whose words in version 7 were not kept"]);
});
