import { ActionTypeProposal, ProposalParams } from "@/lib/catalog/action-type.schemas";
import { rejectTypeProposal } from "@/lib/catalog/type-proposal.service";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";
import { RejectProposal } from "@/lib/versions/version.schemas";

export const POST = defineRoute({
  id: "rejectActionTypeProposal",
  summary: "Reject a proposed change of an action type",
  auth: person("catalog:manage"),
  params: ProposalParams,
  body: RejectProposal,
  example: { reason: "Wait for the end of the quarter." },
  response: ActionTypeProposal,
  refusals: ["proposal_closed"],
  handle: ({ caller, params, body }) => rejectTypeProposal(caller, params.name, params.id, body),
});
