import { expect } from "vitest";
import * as decisionsRoute from "@/app/api/v1/actions/[id]/decisions/route";
import * as actionsRoute from "@/app/api/v1/actions/route";
import { call } from "./call";

/** An action that waits, as a test names it: by its id and by the digest of what its decider saw. */
export interface Held {
  id: string;
  digest: string;
}

/** A reason, for decisions that need one. */
export const because = { reason: { text: "looked at it" } };

/** Asks for an action and expects it to wait. */
export async function hold(key: string, request: { action: string } & Record<string, unknown>): Promise<Held> {
  const { json } = await call(actionsRoute.POST, {
    token: key,
    body: { parameters: {}, confidence: 0.5, ...request },
  });
  expect(json["status"]).toBe("pending");
  return { id: String(json["id"]), digest: String(json["digest"]) };
}

/** Decides on what waits, as seen. */
export const decide = (token: string, { id, digest }: Held, body: Record<string, unknown>) =>
  call(decisionsRoute.POST, { token, params: { id }, body: { seenDigest: digest, ...body } });
