import { ActionTypeProposal, ActionTypePropose, NameParams } from "@/lib/catalog/action-type.schemas";
import { listTypeProposals } from "@/lib/catalog/type-history.views";
import { proposeTypeChange } from "@/lib/catalog/type-proposal.service";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";
import { ProposalPage, ProposalQuery } from "@/lib/versions/version.schemas";

export const GET = defineRoute({
  id: "listActionTypeProposals",
  summary: "List the proposed changes of an action type, newest first: those that wait, unless told otherwise",
  auth: person("catalog:read"),
  params: NameParams,
  query: ProposalQuery,
  response: ProposalPage,
  handle: ({ caller, params, query }) => listTypeProposals(caller.workspaceId, params.name, query),
});

export const POST = defineRoute({
  id: "proposeActionTypeChange",
  summary: "Propose a change of an action type: nothing applies until it is accepted",
  auth: person("catalog:manage"),
  params: NameParams,
  body: ActionTypePropose,
  example: { change: { zone: "yellow", ifVersion: 3 }, reason: "None of the last 400 was rejected." },
  response: ActionTypeProposal,
  status: 201,
  refusals: ["stale_version", "nothing_to_change", "too_many_proposals", "invalid_schema"],
  handle: ({ caller, params, body }) => proposeTypeChange(caller, params.name, body),
});
