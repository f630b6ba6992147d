"use client";

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

/**
 * Keeps the keyboard on the row that one stands on, so that what is open, what is marked and what has the focus are one. It follows
 * once it is asked to, and whenever the focus was on a row and one stands on another, also when the row that had it has left the list.
 *
 * @param locate brings the line of an action into sight, and tells by which action that line is found; null where no line shows it
 * @returns asks it to follow
 */
export function useFollowing(
  frame: RefObject<HTMLElement | null>,
  currentId: string | null,
  locate: (id: string) => string | null,
): () => void {
  const wanted = useRef(false);
  const hadFocus = useRef(false);
  const [, draw] = useState(0);

  // A row that is taken away takes the focus along without a word: what was there is noted while it can be.
  useEffect(() => {
    function look() {
      hadFocus.current = rowWithFocus(frame.current) !== null;
    }
    // Whoever takes the focus away from a row that stays means it.
    function leave({ target }: FocusEvent) {
      queueMicrotask(() => {
        if (target instanceof Node && target.isConnected) look();
      });
    }
    document.addEventListener("focusin", look);
    document.addEventListener("focusout", leave);
    return () => {
      document.removeEventListener("focusin", look);
      document.removeEventListener("focusout", leave);
    };
  }, [frame]);

  useLayoutEffect(() => {
    if (currentId === null || !frame.current) return;
    const focused = rowWithFocus(frame.current);
    const lost = hadFocus.current && document.activeElement === document.body;
    if (!wanted.current && !lost && (focused === null || focused === currentId)) return;
    const rowId = locate(currentId);
    if (rowId === null || (!wanted.current && !lost && focused === rowId)) return;
    const row = frame.current.querySelector<HTMLElement>(`[data-row="${CSS.escape(rowId)}"]`);
    if (!row) return;
    wanted.current = false;
    row.focus({ preventScroll: true });
  });

  return useCallback(() => {
    wanted.current = true;
    // Also where nothing else is drawn anew.
    draw((times) => times + 1);
  }, []);
}

/** The row whose button has the focus. */
function rowWithFocus(frame: HTMLElement | null): string | null {
  const { activeElement } = document;
  return activeElement instanceof HTMLElement && frame?.contains(activeElement)
    ? (activeElement.dataset.row ?? null)
    : null;
}
