import { type APIRequestContext, type APIResponse, type BrowserContext, request } from "@playwright/test";
import type { Action } from "@/lib/actions/action.schemas";
import { apiAs } from "./agent-access";
import { newcomersPassword } from "./newcomer";

/** So many of the widest letter, without a space to break at. */
const long = (length = 2_000): string => "W".repeat(length);

export interface LongTexts {
  /** Every page that shows one of them, with what is told of it in a failure. */
  pages: string[];
  /** Held actions: with long parameters, and with a short one of the same agent. */
  action: Action;
  undeclared: Action;
  type: string;
  /** Lifts the stops, and gives the workspace its name back. */
  dispose(): Promise<void>;
}

/**
 * Fills every field that an agent or a person can fill with the longest text it takes, without a space in it.
 * @param browser is signed in as the person with the longest name
 */
export async function longTexts(baseURL: string, browser: BrowserContext): Promise<LongTexts> {
  const admin = await apiAs(baseURL, "admin@meridian.example");
  const suffix = crypto.randomUUID().slice(0, 8);
  const { name: workspaceName } = await read<{ name: string }>(admin.get("/api/v1/settings"));

  const person = await longPerson(admin, baseURL, suffix);
  await browser.addCookies((await person.storageState()).cookies);
  const me = await read<{ person: { id: string } }>(person.get("/api/v1/me"));
  const team = await read<{ id: string }>(
    admin.post("/api/v1/teams", { data: { name: long(72) + suffix, memberIds: [me.person.id] } }),
  );

  const names = { type: long(119) + suffix, kind: "w".repeat(50), resource: { type: long(100), id: long(500) } };
  await read(
    admin.post("/api/v1/action-types", {
      data: {
        name: names.type,
        title: long(112) + suffix,
        description: long(),
        zone: "red",
        sentence: `${long(200)} {order}`,
        resourceType: names.resource.type,
        parametersSchema: {
          type: "object",
          properties: { order: { type: "string", title: long(), description: long() } },
        },
      },
    }),
  );
  const agent = await read<{ id: string }>(
    admin.post("/api/v1/agents", {
      data: { name: long(92) + suffix, kind: names.kind, description: long(), teamId: team.id },
    }),
  );
  const { key } = await read<{ key: string }>(
    admin.post(`/api/v1/agents/${agent.id}/keys`, {
      data: {
        name: long(100),
        scopes: ["actions:write", "actions:read", "runs:write", "stops:write"],
        expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
      },
    }),
  );
  const asAgent = await request.newContext({ baseURL, extraHTTPHeaders: { Authorization: `Bearer ${key}` } });
  const run = await read<{ id: string }>(
    asAgent.post("/api/v1/runs", { data: { task: long(), context: { [long()]: long() } } }),
  );

  const asked = {
    action: names.type,
    resource: names.resource,
    runId: run.id,
    confidence: 0.5,
    parameters: { order: long(), [long()]: long(), deep: { [long()]: [1] } },
    reasoning: {
      summary: long(),
      context: [{ label: long(200), content: long(), uri: `https://example.com/${long(1_900)}` }],
    },
    onBehalfOf: { type: long(50), id: long(200) },
    estimatedCost: { amount: "999999999999999", currency: "EUR" },
    effects: { destructive: true, blastRadius: long(500), rollbackPlan: long() },
    jurisdiction: long(20),
    toolCallId: long(200),
    metadata: { [long()]: long() },
  };
  const ask = (more: object = {}) => read<Action>(asAgent.post("/api/v1/actions", { data: { ...asked, ...more } }));
  const rejected = await ask();
  await read(
    person.post(`/api/v1/actions/${rejected.id}/decisions`, {
      data: { seenDigest: rejected.digest, decision: "reject", reason: { text: long(5_000) } },
    }),
  );
  const [action, undeclared] = [await ask(), await ask({ action: long(128) })];

  await read(
    person.post("/api/v1/saved-views", {
      data: {
        name: long(60),
        filters: { view: "all", kind: names.kind, agentId: agent.id, action: names.type, text: long(200) },
      },
    }),
  );
  await read(
    person.post("/api/v1/me/tokens", {
      data: { name: long(100), expiresAt: new Date(Date.now() + 3_600_000).toISOString() },
    }),
  );
  await read(admin.patch("/api/v1/settings", { data: { name: long(100) } }));

  const reason = long();
  const stops = [
    await read<{ id: string }>(asAgent.post("/api/v1/stops", { data: { scope: { type: "run", id: run.id }, reason } })),
    await read<{ id: string }>(
      person.post("/api/v1/stops", {
        data: {
          scope: { type: "resource", id: `${names.resource.type}:${names.resource.id}` },
          reason,
          evenIfUnknown: true,
        },
      }),
    ),
    await read<{ id: string }>(
      person.post("/api/v1/stops", { data: { scope: { type: "kind", id: names.kind }, reason } }),
    ),
  ];
  const entries = await read<{ items: { seq: number; event: string }[] }>(admin.get("/api/v1/audit?limit=20"));
  const entry = entries.items.find(({ event }) => event === "stop.pulled") ?? entries.items[0];

  return {
    action,
    undeclared,
    type: names.type,
    pages: [
      `/approvals?view=all&type=${names.type}&action=${action.id}`,
      `/approvals?view=all&action=${undeclared.id}`,
      `/approvals?view=decided&action=${rejected.id}`,
      "/approvals?view=all",
      "/board",
      "/board?view=table",
      "/runs",
      `/runs/${run.id}`,
      "/agents",
      `/agents/${agent.id}`,
      "/catalog",
      "/catalog/new",
      `/catalog/${names.type}`,
      "/audit",
      `/audit/${entry?.seq ?? 1}`,
      "/people",
      "/people/teams",
      "/settings",
      "/account",
    ],
    async dispose() {
      for (const { id } of stops)
        await read(admin.post(`/api/v1/stops/${id}/rearm`, { data: { reason: "The test is over." } }));
      await read(admin.patch("/api/v1/settings", { data: { name: workspaceName } }));
      await read(admin.patch(`/api/v1/agents/${agent.id}`, { data: { status: "retired" } }));
      await Promise.all([admin.dispose(), person.dispose(), asAgent.dispose()]);
    },
  };
}

async function longPerson(admin: APIRequestContext, baseURL: string, suffix: string): Promise<APIRequestContext> {
  const email = `${"w".repeat(50)}${suffix}@${"w".repeat(60)}.${"w".repeat(60)}.example`;
  const { token } = await read<{ token: string }>(
    admin.post("/api/v1/invitations", { data: { email, role: "admin", teamIds: [], validDays: 1 } }),
  );
  await read(
    admin.post("/api/v1/invitations/accept", { data: { token, name: long(92) + suffix, password: newcomersPassword } }),
  );
  await read(
    admin.post("/api/v1/invitations", { data: { email: `x${email}`, role: "admin", teamIds: [], validDays: 1 } }),
  );
  return apiAs(baseURL, email, newcomersPassword);
}

async function read<T>(answer: Promise<APIResponse>): Promise<T> {
  const response = await answer;
  if (!response.ok())
    throw new Error(
      `${response.url().slice(0, 200)} answered ${response.status()}: ${(await response.text()).slice(0, 1_000)}`,
    );
  return (await response.json()) as T;
}
