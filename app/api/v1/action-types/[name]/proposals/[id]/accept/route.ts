import { ChangedActionType, ProposalParams } from "@/lib/catalog/action-type.schemas";
import { acceptTypeProposal } from "@/lib/catalog/change-type.service";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const POST = defineRoute({
  id: "acceptActionTypeProposal",
  summary: "Accept a proposed change of an action type: it applies, as the next version",
  auth: person("catalog:manage"),
  params: ProposalParams,
  response: ChangedActionType,
  refusals: ["own_proposal", "stale_proposal", "proposal_closed", "stale_version", "invalid_schema"],
  handle: ({ caller, params }) => acceptTypeProposal(caller, params.name, params.id),
});
