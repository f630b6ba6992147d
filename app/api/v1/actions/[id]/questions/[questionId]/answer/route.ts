import { AnswerRequest, Question, QuestionParams } from "@/lib/discussion/discussion.schemas";
import { answerQuestion } from "@/lib/discussion/discussion.service";
import { agent } from "@/lib/keys/agent-auth.service";
import { defineRoute } from "@/lib/platform/http/define-route";

export const POST = defineRoute({
  id: "answerActionQuestion",
  summary: "Answer a question about one of the agent's own actions, once, while it is pending",
  auth: agent("actions:write"),
  params: QuestionParams,
  body: AnswerRequest,
  example: { text: "For invoice 88213, due on Friday." },
  response: Question,
  status: 201,
  refusals: ["already_answered", "already_decided"],
  handle: ({ caller, params, body }) => answerQuestion(caller, params.id, params.questionId, body),
});
