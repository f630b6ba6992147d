import { answersOf } from "@/lib/judging/interlock.rules";
import type { Judgement } from "../../judge.rules";

const { deny } = answersOf("queue");

/** The code of such a denial, and the kind of the alarm that it raises. */
export const tooManyPending = "too_many_pending";

/** What the commit says of the room among what waits for people, where there is too little. */
export interface QueueRoom {
  /** How many more may wait. */
  room: number;
  waiting: number;
  bound: number;
  /** Whose: the agent's own, or that of all agents under one. */
  of: "agent" | "family";
}

const actions = (count: number): string => (count === 1 ? "1 action" : `${count} actions`);

const words: Record<QueueRoom["of"], (bound: number) => string> = {
  agent: (bound) => `No more than ${actions(bound)} of this agent may wait for people, and this would be one more.`,
  family: (bound) =>
    `No more than ${actions(bound)} of this agent and of those registered with it under one agent may wait for people, and this would be one more.`,
};

/**
 * A person would have to decide it, and the agent has as much waiting for people as it may: denied. What is allowed or denied anyway takes
 * no room. It is not registered among the interlocks: only the commit knows how much waits, so it answers only where the commit has said so.
 */
export function withoutRoom(judgement: Judgement, { bound, of }: QueueRoom): Judgement {
  const { verdict } = judgement;
  if (verdict.effect !== "hold") return judgement;
  const message = `${words[of](bound)} Nobody was asked about this one. Wait until some of them are decided, or cancel those that are no longer needed, before asking again.`;
  return {
    ...judgement,
    verdict: { ...verdict, effect: "deny", interlocks: [...verdict.interlocks, deny(tooManyPending, message)] },
  };
}
