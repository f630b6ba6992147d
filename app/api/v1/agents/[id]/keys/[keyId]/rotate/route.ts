import { KeyParams, KeyRotate, KeyRotated } from "@/lib/agents/agent.schemas";
import { rotateKey } from "@/lib/agents/key.service";
import { person } from "@/lib/people/person-auth.service";
import { defineRoute } from "@/lib/platform/http/define-route";

export const POST = defineRoute({
  id: "rotateKey",
  summary: "Replace a key; the old one works until the overlap is over",
  auth: person("key:manage"),
  params: KeyParams,
  body: KeyRotate,
  example: { overlapSeconds: 3600, expiresAt: "2027-06-30T00:00:00.000Z" },
  response: KeyRotated,
  status: 201,
  refusals: ["agent_retired", "key_not_active", "already_rotated"],
  idempotency: "sealed",
  handle: ({ caller, params, body }) => rotateKey(caller, params.id, params.keyId, body),
});
