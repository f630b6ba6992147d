import { KeyParams, KeyRotate, KeyRotated } from "@/lib/keys/key.schemas";
import { rotateKey } from "@/lib/keys/key.service";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

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
