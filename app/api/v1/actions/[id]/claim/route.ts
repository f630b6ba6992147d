import { Action } from "@/lib/actions/action.schemas";
import { claim, release } from "@/lib/approvals/claim.service";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const POST = defineRoute({
  id: "claimAction",
  summary: "Claim a held action for ten minutes",
  auth: person("action:decide_escalated"),
  params: IdParams,
  response: Action,
  refusals: ["claimed_by_other", "already_decided", "own_action"],
  handle: ({ caller, params }) => claim(caller, params.id),
});

export const DELETE = defineRoute({
  id: "releaseClaim",
  summary: "Give a claim back",
  auth: person("action:decide_escalated"),
  params: IdParams,
  response: Action,
  refusals: ["not_claimed", "already_decided"],
  handle: ({ caller, params }) => release(caller, params.id),
});
