import { SignalboxError } from "./errors.ts";
import type { ActionStream } from "./stream.ts";
import { wordsOf } from "./text.ts";
import { pause } from "./transport.ts";
import type { Question } from "./types.ts";

/**
 * Answers what a person asks about an action that waits: 1 to 2,000 characters, or undefined to leave it open. The signal aborts when nobody
 * waits for the answer any more.
 */
export type OnQuestion = (question: Question, signal: AbortSignal) => Promise<string | undefined> | string | undefined;

/** The calls of a client that are needed here. */
interface Asked {
  questions(actionId: string, options: { answered: boolean; signal: AbortSignal }): Promise<Question[]>;
  answer(
    actionId: string,
    questionId: string,
    text: string,
    options: { idempotencyKey: string; signal: AbortSignal },
  ): Promise<unknown>;
}

export interface Answering {
  onQuestion: OnQuestion;
  /** Tells of questions at once. */
  stream?: ActionStream | undefined;
  /** Told of what went wrong: a question never interrupts the wait. */
  warn: (error: SignalboxError) => void;
}

/** How often is looked without a stream that tells, and with one, whose events are hints. */
const lookMs = { alone: 5_000, told: 30_000 };

/** What needs no word: the action was decided meanwhile, or another process of the agent answered. */
const overtaken = new Set(["already_decided", "already_answered", "aborted"]);

/** Puts each question about an action before `onQuestion` once, until the signal aborts. Never rejects. */
export async function answerQuestions(
  asked: Asked,
  actionId: string,
  { onQuestion, stream, warn }: Answering,
  signal: AbortSignal,
): Promise<void> {
  const met = new Set<string>();
  let told = false;
  let nap = new AbortController();
  const unsubscribe = stream?.subscribe((event) => {
    if (event.type !== "action.questioned" || event.data["subjectId"] !== actionId) return;
    told = true;
    nap.abort();
  });
  try {
    while (!signal.aborted) {
      told = false;
      nap = new AbortController();
      const questions = await asked.questions(actionId, { answered: false, signal });
      for (const question of questions.filter(({ id }) => !met.has(id))) {
        met.add(question.id);
        await answerOne(question);
      }
      if (!told)
        await pause(stream ? lookMs.told : lookMs.alone, AbortSignal.any([signal, nap.signal])).catch(() => undefined);
    }
  } catch (error) {
    // Reading retries through outages; what comes out of it is a refusal, such as that of a server that knows no questions.
    if (!signal.aborted)
      warn(
        new SignalboxError("questions_unread", `Questions about action ${actionId} cannot be read: ${wordsOf(error)}`, {
          cause: error,
        }),
      );
  } finally {
    unsubscribe?.();
  }

  async function answerOne(question: Question): Promise<void> {
    try {
      const text = await onQuestion(question, signal);
      if (text !== undefined && !signal.aborted)
        await asked.answer(actionId, question.id, text, { idempotencyKey: `answer:${question.id}`, signal });
    } catch (error) {
      if (signal.aborted || (error instanceof SignalboxError && overtaken.has(error.code))) return;
      warn(
        new SignalboxError(
          "question_unanswered",
          `Question ${question.id} about action ${actionId} was not answered: ${wordsOf(error)}`,
          { cause: error },
        ),
      );
    }
  }
}
