import { ActionMessage, ActionMessagePage, MessageQuery, MessageRequest } from "@/lib/discussion/discussion.schemas";
import { writeMessage } from "@/lib/discussion/discussion.service";
import { listMessages } from "@/lib/discussion/discussion.views";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "listActionMessages",
  summary: "What people wrote about an action, and what its agent answered, oldest first",
  auth: person("action:read"),
  params: IdParams,
  query: MessageQuery,
  response: ActionMessagePage,
  handle: ({ caller, params, query }) => listMessages(caller, params.id, query),
});

export const POST = defineRoute({
  id: "writeActionMessage",
  summary: "Comment on an action, or ask its agent a question while it waits",
  details:
    "A comment is for people, and no agent sees it; it decides nothing. A question is for whoever may decide the action, while it is pending; its agent hears of it as `action.questioned` and answers it once.",
  auth: person("action:comment"),
  params: IdParams,
  body: MessageRequest,
  example: { kind: "question", text: "Which invoice is this for?" },
  response: ActionMessage,
  status: 201,
  refusals: ["own_action", "already_decided", "too_many_messages"],
  handle: ({ caller, params, body }) => writeMessage(caller, params.id, body),
});
