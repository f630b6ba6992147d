import { ActionTypeProposal, ProposalParams } from "@/lib/catalog/action-type.schemas";
import { getTypeProposal } from "@/lib/catalog/type-history.views";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "readActionTypeProposal",
  summary: "Read a proposed change of an action type",
  auth: person("catalog:read"),
  params: ProposalParams,
  response: ActionTypeProposal,
  handle: ({ caller, params }) => getTypeProposal(caller.workspaceId, params.name, params.id),
});
