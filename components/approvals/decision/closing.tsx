"use client";

import { createContext, type ReactNode, use, useLayoutEffect, useState, useSyncExternalStore } from "react";
import { type Answer, answers } from "@/lib/approvals/answers.rules";
import { Store } from "@/lib/platform/watchers";

interface Closure {
  words: string;
  answers: readonly Answer[];
}

/** Why answers to the open action are closed, as its parts say; the one place where such reasons are gathered. */
export class ClosedAnswers {
  readonly #closures = new Store<readonly Closure[]>([]);

  add(closure: Closure): () => void {
    this.#closures.set([...this.read(), closure]);
    return () => this.#closures.set(this.read().filter((other) => other !== closure));
  }

  readonly read = this.#closures.read;

  readonly watch = this.#closures.watch;
}

const Closing = createContext<ClosedAnswers | null>(null);

export function ClosingProvider({ closed, children }: { closed: ClosedAnswers; children: ReactNode }) {
  return <Closing value={closed}>{children}</Closing>;
}

/**
 * Closes answers to the open action as long as there are words for it: keys, buttons and forms all ask the same place. To be called by
 * whatever is drawn under the open action.
 *
 * @param words why, as a sentence for the person; null while it closes nothing
 * @param of which answers; always the same list from render to render
 */
export function useClosesAnswers(words: string | null, of: readonly Answer[] = answers): void {
  const closed = use(Closing);
  // Before anything of it is painted: no moment in which an answer looks open.
  useLayoutEffect(() => {
    if (words !== null) return closed?.add({ words, answers: of });
  }, [closed, words, of]);
}

const open: readonly Closure[] = [];

/** The reasons gathered for one action, and those known before: the first that closes an answer is shown. */
export function useClosedAnswers(
  actionId: string,
  known: Record<Answer, string | null>,
): { closed: ClosedAnswers; reasons: Record<Answer, string | null> } {
  const [of, setOf] = useState(() => ({ actionId, closed: new ClosedAnswers() }));
  const fresh = of.actionId === actionId ? of : { actionId, closed: new ClosedAnswers() };
  if (fresh !== of) setOf(fresh);
  const closures = useSyncExternalStore(fresh.closed.watch, fresh.closed.read, () => open);
  const reasonOf = (answer: Answer) =>
    known[answer] ?? closures.find((closure) => closure.answers.includes(answer))?.words ?? null;
  return {
    closed: fresh.closed,
    reasons: {
      approve: reasonOf("approve"),
      edit: reasonOf("edit"),
      reject: reasonOf("reject"),
      escalate: reasonOf("escalate"),
    },
  };
}
