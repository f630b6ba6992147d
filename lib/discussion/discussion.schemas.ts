import { z } from "zod";
import { NamedPerson, pageOf, pageQuery, Timestamp } from "@/lib/platform/common.schemas";
import { saysSomething } from "@/lib/platform/words.rules";
import { maxMessageLength, messageKinds, writtenKinds } from "./discussion.rules";

const Text = z
  .string()
  .max(maxMessageLength)
  .refine(saysSomething, "must say something")
  .describe(`1 to ${maxMessageLength} characters, without those around it that are blank.`);

/** Who wrote: a person, or the agent that asked for the action. */
const Author = z.strictObject({ type: z.enum(["person", "agent"]), id: z.string(), name: z.string() });

export const ActionMessage = z
  .strictObject({
    id: z.string(),
    actionId: z.string(),
    kind: z.enum(messageKinds),
    /** Of an answer: what it answers. */
    questionId: z.string().nullable(),
    by: Author,
    text: z.string(),
    at: Timestamp,
  })
  .meta({
    id: "ActionMessage",
    description: "A comment among people, a question to the agent that asked, or its answer.",
  });
export type ActionMessage = z.infer<typeof ActionMessage>;

export const ActionMessagePage = pageOf(ActionMessage).meta({
  id: "ActionMessagePage",
  description: "A page of what was written about an action, oldest first.",
});
export type ActionMessagePage = z.infer<typeof ActionMessagePage>;

export const MessageQuery = z.strictObject(pageQuery);
export type MessageQuery = z.infer<typeof MessageQuery>;

export const MessageRequest = z.strictObject({ kind: z.enum(writtenKinds), text: Text }).meta({
  id: "MessageRequest",
  description: "What a person writes about an action: a comment, or a question to its agent.",
});
export type MessageRequest = z.infer<typeof MessageRequest>;

/** A question as the agent sees it, with what it answered. */
export const Question = z
  .strictObject({
    id: z.string(),
    actionId: z.string(),
    text: z.string(),
    by: NamedPerson,
    at: Timestamp,
    answer: z.strictObject({ id: z.string(), text: z.string(), at: Timestamp }).nullable(),
  })
  .meta({ id: "Question", description: "What a person asks the agent about an action of its own, and its answer." });
export type Question = z.infer<typeof Question>;

export const QuestionPage = pageOf(Question).meta({
  id: "QuestionPage",
  description: "A page of questions about an action, oldest first.",
});
export type QuestionPage = z.infer<typeof QuestionPage>;

export const QuestionQuery = z.strictObject({
  ...pageQuery,
  answered: z
    .enum(["true", "false"])
    .optional()
    .describe("false: those that wait for an answer. true: those that have one."),
});
export type QuestionQuery = z.infer<typeof QuestionQuery>;

export const AnswerRequest = z
  .strictObject({ text: Text })
  .meta({ id: "AnswerRequest", description: "What the agent answers to a question." });
export type AnswerRequest = z.infer<typeof AnswerRequest>;

export const QuestionParams = z.strictObject({
  id: z.string().min(1).max(100).describe("The action's id."),
  questionId: z.string().min(1).max(100).describe("The question's id."),
});
