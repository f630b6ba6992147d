import { KeyParams } from "@/lib/keys/key.schemas";
import { revokeKey } from "@/lib/keys/key.service";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const DELETE = defineRoute({
  id: "revokeKey",
  summary: "Revoke a key",
  auth: person("key:manage"),
  params: KeyParams,
  response: "none",
  handle: ({ caller, params }) => revokeKey(caller, params.id, params.keyId),
});
