import { KeyParams } from "@/lib/agents/agent.schemas";
import { revokeKey } from "@/lib/agents/key.service";
import { person } from "@/lib/people/person-auth.service";
import { defineRoute } from "@/lib/platform/http/define-route";

export const DELETE = defineRoute({
  id: "revokeKey",
  summary: "Revoke a key",
  auth: person("key:manage"),
  params: KeyParams,
  response: "none",
  handle: ({ caller, params }) => revokeKey(caller, params.id, params.keyId),
});
