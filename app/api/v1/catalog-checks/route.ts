import { CatalogCheck, CatalogCheckResult } from "@/lib/catalog/action-type.schemas";
import { checkCatalogEntry } from "@/lib/catalog/catalog.service";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

// Compiling what somebody sends is work: it is for those whose schemas it is, though nothing is changed.
export const POST = defineRoute({
  id: "checkSchema",
  summary: "Ask what a schema would say, without changing anything",
  auth: person("catalog:manage"),
  body: CatalogCheck,
  example: {
    parametersSchema: { type: "object", properties: { amount: { type: "number", minimum: 0 } } },
    parameters: { amount: -1 },
  },
  response: CatalogCheckResult,
  handle: ({ caller, body }) => checkCatalogEntry(caller, body),
});
