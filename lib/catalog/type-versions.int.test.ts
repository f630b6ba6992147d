import { describe, expect, it } from "vitest";
import * as typeRoute from "@/app/api/v1/action-types/[name]/route";
import * as versionRoute from "@/app/api/v1/action-types/[name]/versions/[version]/route";
import * as typesRoute from "@/app/api/v1/action-types/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";

const schema = { type: "object", properties: { amount: { type: "number" } }, required: ["amount"] };

async function setUp() {
  const world = await makeWorld();
  return {
    governance: await world.person("governance"),
    viewer: await world.person("viewer"),
    agent: await world.agent(),
  };
}

const post = (token: string, body: Record<string, unknown>) =>
  call(typesRoute.POST, { token, body: { name: "pay", parametersSchema: schema, zone: "green", ...body } });
const patch = (token: string, name: string, body: unknown) =>
  call(typeRoute.PATCH, { token, method: "PATCH", params: { name }, body });
const get = (token: string, name: string) => call(typeRoute.GET, { token, params: { name } });
const asks = (key: string, body: Record<string, unknown> = {}) =>
  call(actionsRoute.POST, { token: key, body: { action: "pay", parameters: { amount: 5 }, confidence: 0.9, ...body } });

describe("the versions of an entry", () => {
  const version = (token: string, number: number | string) =>
    call(versionRoute.GET, { token, params: { name: "pay", version: String(number) } });

  it("are kept as they were, so that an action is read under the names that it was asked under", async () => {
    const { governance, viewer, agent } = await setUp();
    const titled = (title: string) => ({
      parametersSchema: { type: "object", properties: { amount: { type: "number", title } } },
    });
    await post(governance.token, { ...titled("Amount in euros"), zone: "red" });
    const asked = await asks(agent.key);
    await patch(governance.token, "pay", titled("Amount in cents"));
    await patch(governance.token, "pay", { description: "Said better" });
    expect((await get(viewer.token, "pay")).json).toMatchObject({ version: 3, ...titled("Amount in cents") });
    expect(asked.json).toMatchObject({ typeVersion: 1 });
    expect(await version(viewer.token, 1)).toMatchObject({
      status: 200,
      json: {
        name: "pay",
        version: 1,
        zone: "red",
        description: "",
        ...titled("Amount in euros"),
      },
    });
    expect((await version(viewer.token, 2)).json).toMatchObject({
      version: 2,
      description: "",
      ...titled("Amount in cents"),
      difference: {
        items: [
          {
            path: "parametersSchema.properties.amount.title",
            change: "changed",
            before: "Amount in euros",
            after: "Amount in cents",
            cut: false,
          },
        ],
        more: 0,
      },
    });
    expect((await version(viewer.token, 3)).json).toMatchObject({ version: 3, description: "Said better" });
  });

  it("that never were, and those of another workspace, are not found; a version is a number", async () => {
    const [here, elsewhere] = [await setUp(), await setUp()];
    await post(here.governance.token, {});
    expect((await version(here.viewer.token, 2)).json).toMatchObject({ status: 404, code: "not_found" });
    expect((await version(elsewhere.viewer.token, 1)).json).toMatchObject({ status: 404, code: "not_found" });
    expect((await version(here.viewer.token, "first")).json).toMatchObject({ status: 400, code: "invalid_request" });
  });
});
