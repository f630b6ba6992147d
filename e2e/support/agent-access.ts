import { type APIRequestContext, type APIResponse, request } from "@playwright/test";
import type { Scope } from "@/lib/keys/key.rules";
import type { Zone } from "@/lib/platform/zone.rules";

/** A signed-in person (a member of the demo, unless they have a password of their own), as their browser would call the API. */
export async function apiAs(baseURL: string, email: string, password = "signalbox-demo"): Promise<APIRequestContext> {
  const api = await request.newContext({ baseURL, extraHTTPHeaders: { Origin: new URL(baseURL).origin } });
  const { csrfToken } = (await (await api.get("/api/auth/csrf")).json()) as { csrfToken: string };
  await ok(api.post("/api/auth/callback/password", { form: { csrfToken, email, password, json: "true" } }));
  return api;
}

/** A new agent of the workspace and a key for it. */
export async function newAgentKey(
  admin: APIRequestContext,
  name: string,
  scopes: readonly Scope[] = ["actions:write", "actions:read"],
): Promise<{ agentId: string; key: string }> {
  const agent = await ok<{ id: string }>(admin.post("/api/v1/agents", { data: { name, kind: "finance" } }));
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  const { key } = await ok<{ key: string }>(
    admin.post(`/api/v1/agents/${agent.id}/keys`, { data: { name: "test", scopes, expiresAt } }),
  );
  return { agentId: agent.id, key };
}

export async function newActionType(
  admin: APIRequestContext,
  name: string,
  parametersSchema: object,
  zone: Zone = "red",
): Promise<void> {
  await ok(admin.post("/api/v1/action-types", { data: { name, zone, parametersSchema } }));
}

async function ok<T>(answer: Promise<APIResponse>): Promise<T> {
  const response = await answer;
  if (!response.ok()) throw new Error(`${response.url()} answered ${response.status()}: ${await response.text()}`);
  return (await response.json()) as T;
}
