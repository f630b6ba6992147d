/**
 * A comment is for people, and no agent sees it. A question goes to the agent that asked for the action; an answer is the agent's, to one question.
 */
export const messageKinds = ["comment", "question", "answer"] as const;
export type MessageKind = (typeof messageKinds)[number];

/** What people write. */
export const writtenKinds = ["comment", "question"] as const satisfies readonly MessageKind[];
export type WrittenKind = (typeof writtenKinds)[number];

/** Characters of one message. */
export const maxMessageLength = 2_000;

/** So many comments and questions one action takes; the answers come on top, or the last question could never be answered. */
export const maxWritten = 100;

/** So many messages an action has at most, each question answered. */
export const maxListed = 2 * maxWritten;

export const discussionFull = `This action has its ${maxWritten} comments and questions already.`;

interface AMessage {
  id: string;
  kind: MessageKind;
  questionId: string | null;
}

/** One turn of a discussion: a comment, or a question with what the agent answered. */
export interface Turn<M extends AMessage> {
  message: M;
  /** Null while nobody has answered; of a comment, always. */
  answer: M | null;
}

/** A discussion as it is read: in the order in which people wrote, each answer with its question. */
export function turnsOf<M extends AMessage>(messages: readonly M[]): Turn<M>[] {
  const answers = new Map(
    messages.flatMap((message) =>
      message.kind === "answer" && message.questionId !== null ? [[message.questionId, message]] : [],
    ),
  );
  return messages
    .filter(({ kind }) => kind !== "answer")
    .map((message) => ({ message, answer: answers.get(message.id) ?? null }));
}

/** How many questions wait for the agent. */
export const unansweredAmong = (messages: readonly AMessage[]): number =>
  turnsOf(messages).filter(({ message, answer }) => message.kind === "question" && answer === null).length;
