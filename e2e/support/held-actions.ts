import { type APIRequestContext, type BrowserContext, request } from "@playwright/test";
import type { Action } from "@/lib/actions/action.schemas";
import { apiAs, newAgentKey } from "./agent-access";

export interface HeldActions {
  /** In the names of everything that belongs to this test. */
  suffix: string;
  refund: string;
  scale: string;
  /** Asks for a refund (yellow, held for its confidence). */
  askRefund: (amount: number, more?: object) => Promise<Action>;
  /** Asks to scale a node pool (red). */
  askScale: (nodeCount: number, more?: object) => Promise<Action>;
  read: (id: string) => Promise<Action>;
  /** The API as the agent calls it. */
  agent: APIRequestContext;
  dispose: () => Promise<void>;
}

const refundSchema = {
  type: "object",
  additionalProperties: false,
  required: ["order", "amount"],
  properties: {
    order: { type: "string", title: "Order" },
    amount: { type: "number", title: "Amount in EUR", minimum: 0 },
  },
};
const scaleSchema = {
  type: "object",
  additionalProperties: false,
  required: ["pool", "nodeCount"],
  // Not the order in which the database keeps the parameters themselves.
  properties: {
    nodeCount: { type: "integer", title: "Nodes", minimum: 0 },
    pool: { type: "string", title: "Node pool" },
  },
};

/**
 * An agent of its own for a test, with one yellow and one red action type, and what it asks for.
 * @param settings of both types, in seconds: how long people have to decide
 */
export async function heldActions(baseURL = "", settings: { decideWithinSeconds?: number } = {}): Promise<HeldActions> {
  const admin = await apiAs(baseURL, "admin@meridian.example");
  const suffix = crypto.randomUUID().slice(0, 8);
  const [refund, scale] = [`refund_${suffix}`, `scale_${suffix}`];
  const declare = async (data: object) => {
    const answer = await admin.post("/api/v1/action-types", { data: { ...data, ...settings } });
    if (!answer.ok()) throw new Error(await answer.text());
  };
  await declare({
    name: refund,
    zone: "yellow",
    sentence: `Refund {amount} EUR to order {order} (${suffix})`,
    parametersSchema: refundSchema,
  });
  await declare({
    name: scale,
    zone: "red",
    reversible: false,
    sentence: `Scale pool {pool} to {nodeCount} nodes (${suffix})`,
    parametersSchema: scaleSchema,
  });
  const { key } = await newAgentKey(admin, `desk-${suffix}`);
  const agent = await request.newContext({ baseURL, extraHTTPHeaders: { Authorization: `Bearer ${key}` } });

  async function ask(data: object): Promise<Action> {
    const answer = await agent.post("/api/v1/actions", { data });
    if (answer.status() !== 201) throw new Error(`asking answered ${answer.status()}: ${await answer.text()}`);
    return (await answer.json()) as Action;
  }

  return {
    suffix,
    refund,
    scale,
    askRefund: (amount, more = {}) =>
      ask({
        action: refund,
        parameters: { order: `A-${amount}`, amount },
        confidence: 0.5,
        estimatedCost: { amount: amount.toFixed(2), currency: "EUR" },
        reasoning: { summary: "The parcel arrived broken." },
        ...more,
      }),
    askScale: (nodeCount, more = {}) =>
      ask({
        action: scale,
        parameters: { pool: "prod-a100", nodeCount },
        confidence: 0.93,
        reasoning: { summary: "Latency is over the objective." },
        ...more,
      }),
    agent,
    read: async (id) => (await (await admin.get(`/api/v1/actions/${id}`)).json()) as Action,
    async dispose() {
      await agent.dispose();
      await admin.dispose();
    },
  };
}

/** Makes a browser signed in as a member of the demo. */
export async function signInAs(context: BrowserContext, baseURL: string | undefined, email: string): Promise<void> {
  const api = await apiAs(baseURL ?? "", email);
  await context.addCookies((await api.storageState()).cookies);
  await api.dispose();
}

/** Decides as a colleague does, behind the page's back. */
export async function decideAs(
  baseURL: string | undefined,
  email: string,
  action: Action,
  decision: object,
): Promise<void> {
  const api: APIRequestContext = await apiAs(baseURL ?? "", email);
  const answer = await api.post(`/api/v1/actions/${action.id}/decisions`, {
    data: { seenDigest: action.digest, ...decision },
  });
  if (!answer.ok()) throw new Error(await answer.text());
  await api.dispose();
}
