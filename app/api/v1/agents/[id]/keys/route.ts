import { KeyCreate, KeyCreated } from "@/lib/agents/agent.schemas";
import { createKey } from "@/lib/agents/key.service";
import { person } from "@/lib/people/person-auth.service";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";

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
