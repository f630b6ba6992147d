import { interlockTitle, type InterlockName } from "@/lib/actions/interlock-names.rules";
import type { InterlockAnswer, InterlockEffect } from "@/lib/actions/verdict.rules";
import { type ControlSource, compiledOf } from "./control-source.rules";
import type { Subject } from "./subject.rules";

type AnswerIn = (code: string, message: string, control?: InterlockAnswer["control"]) => InterlockAnswer;

/** The answers that one interlock can give, in its own name. */
export type Answers = Readonly<Record<InterlockEffect, AnswerIn>>;

/** One question that every action is asked. Pure: it answers by the subject alone. */
export interface Interlock {
  name: InterlockName;
  title: string;
  /** Where what it judges by comes from, besides what every subject has. */
  reads: ControlSource<unknown, unknown> | undefined;
  judge(subject: Subject): InterlockAnswer;
}

export function answersOf(name: InterlockName): Answers {
  const answerIn =
    (effect: InterlockEffect): AnswerIn =>
    (code, message, control) => ({ name, effect, code, message, ...(control ? { control } : {}) });
  return { pass: answerIn("pass"), hold: answerIn("hold"), deny: answerIn("deny") };
}

/**
 * An interlock under one of the names that verdicts may have. One that reads controls of its own gets what was compiled of them; where
 * nobody read them it throws, and what throws denies.
 */
export function interlock<Row, Compiled>(of: {
  name: InterlockName;
  reads: ControlSource<Row, Compiled>;
  judge: (subject: Subject, answers: Answers, compiled: Compiled) => InterlockAnswer;
}): Interlock;
export function interlock(of: {
  name: InterlockName;
  judge: (subject: Subject, answers: Answers) => InterlockAnswer;
}): Interlock;
export function interlock<Row, Compiled>({
  name,
  reads,
  judge,
}: {
  name: InterlockName;
  reads?: ControlSource<Row, Compiled>;
  judge: (subject: Subject, answers: Answers, compiled: Compiled) => InterlockAnswer;
}): Interlock {
  const answers = answersOf(name);
  return {
    name,
    title: interlockTitle(name),
    reads,
    judge: (subject) => judge(subject, answers, (reads && compiledOf(subject.controls, reads)) as Compiled),
  };
}
