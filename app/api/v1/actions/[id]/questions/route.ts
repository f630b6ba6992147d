import { QuestionPage, QuestionQuery } from "@/lib/discussion/discussion.schemas";
import { listQuestions } from "@/lib/discussion/discussion.views";
import { agent } from "@/lib/keys/agent-auth.service";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";

export const GET = defineRoute({
  id: "listActionQuestions",
  summary: "What people ask the agent about an action of its own, oldest first, and what it answered",
  auth: agent("actions:read"),
  params: IdParams,
  query: QuestionQuery,
  response: QuestionPage,
  handle: ({ caller, params, query }) => listQuestions(caller, params.id, query),
});
