"use client";

import { type RefObject, useLayoutEffect, useRef, useState } from "react";
import { closeForm } from "@/components/approvals/decision/draft-store";
import type { ApprovalsAddress } from "@/components/approvals/use-approvals-url";
import { useHurry } from "@/components/approvals/use-hurry";

/** Where one is in the queue, and what is open. */
export interface Place {
  /** The row that one stands on. */
  currentId: string | null;
  /** What is open: the row one stands on, or while one passes over rows, the one it was before. */
  openId: string | null;
  /** Where one stands, known at once: keys may come faster than renders. */
  standing: RefObject<string | null>;
  /** @param asStep keeps a step in the browser's history */
  goTo: (id: string | null, asStep?: boolean) => void;
  /** Stands on a row that one is only passing over: nothing is opened until one rests. */
  passOver: (id: string) => void;
  /** Closes what is open and stands on a row of the queue: for a phone, where only one of them is in sight. */
  standInQueue: (id: string | null) => void;
  /** Forgets where one stood, for another list. */
  forget: () => void;
}

/**
 * Keeps the place. The address names what is open; on a desk the first of the queue is open until one chooses, and stays so whatever
 * arrives.
 *
 * @param firstId the first of the queue
 */
export function usePlace(
  { actionId, open }: Pick<ApprovalsAddress, "actionId" | "open">,
  firstId: string | null,
): Place {
  const [cursor, setCursor] = useState(actionId);
  const standing = useRef(actionId);
  const { hurrying, hurry, rest } = useHurry(() => open(standing.current, false));
  const currentId = (hurrying ? cursor : (actionId ?? cursor)) ?? firstId;
  if (currentId !== null && cursor === null) setCursor(currentId);
  const [restedId, setRestedId] = useState(currentId);
  if (!hurrying && restedId !== currentId) setRestedId(currentId);
  useLayoutEffect(() => {
    standing.current = currentId;
  });

  /** Whoever goes on closes the form of what is left: keys mean the same wherever one arrives. What was written is kept. */
  function stand(id: string | null) {
    if (standing.current !== id) closeForm(standing.current);
    standing.current = id;
    setCursor(id);
  }

  return {
    currentId,
    openId: hurrying ? restedId : currentId,
    standing,
    goTo(id, asStep = false) {
      rest();
      stand(id);
      open(id, asStep);
    },
    passOver(id) {
      hurry();
      stand(id);
    },
    standInQueue(id) {
      closeForm(standing.current);
      setCursor(id);
      open(null, false);
    },
    forget() {
      closeForm(standing.current);
      setCursor(null);
      if (actionId !== null) open(null, false);
    },
  };
}
