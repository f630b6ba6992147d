import { KeyCreate, KeyCreated } from "@/lib/keys/key.schemas";
import { createKey } from "@/lib/keys/key.service";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const POST = defineRoute({
  id: "makeKey",
  summary: "Make a key for an agent; it is shown once",
  auth: person("key:manage"),
  params: IdParams,
  body: KeyCreate,
  example: { name: "production", scopes: ["actions:write", "actions:read"], expiresAt: "2027-06-30T00:00:00.000Z" },
  response: KeyCreated,
  status: 201,
  refusals: ["agent_retired"],
  idempotency: "sealed",
  handle: ({ caller, params, body }) => createKey(caller, params.id, body),
});
