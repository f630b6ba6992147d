"use client";

import type { RefObject } from "react";
import type { QueueListHandle } from "@/components/approvals/queue/queue-list";
import type { ShownLines } from "@/components/approvals/queue/use-queue-lines";
import type { Queue } from "@/components/approvals/queue/use-queue";
import type { Place } from "@/components/approvals/use-place";
import { neighbourOf, type QueueView } from "@/lib/approvals/queue.rules";

/** Ways of going through the queue, the list following. */
export interface Moves {
  goTo: (id: string | null) => void;
  /** @param by 1 down, -1 up; @param held the key is held down: rows are passed over */
  step: (by: 1 | -1, held: boolean) => void;
  /** The row before or after where one stands; null at the ends. */
  neighbour: (by: 1 | -1) => string | null;
  /** Takes the keyboard back to the row one stands on. */
  toRow: () => void;
  /** From the open action back to the queue, on a phone. */
  toQueue: (id: string | null) => void;
  /** These are decided: goes on to what comes after, where one of them is open. Whoever has moved on meanwhile stays where they are. */
  leave: (ids: readonly string[]) => void;
  /** The same for what stands in another view from now on. */
  leaveHere: (ids: readonly string[]) => void;
}

export interface MovesOver {
  queue: Queue;
  lines: ShownLines;
  place: Place;
  list: RefObject<QueueListHandle | null>;
  view: QueueView;
  /** Queue and evidence do not fit side by side. */
  isSinglePane: () => boolean;
}

export function useMoves({ queue, lines, place, list, view, isSinglePane }: MovesOver): Moves {
  function goTo(id: string | null) {
    place.goTo(id);
    if (id !== null) list.current?.follow();
  }

  function neighbour(by: 1 | -1): string | null {
    return lines.beside(place.standing.current, by);
  }

  function toQueue(id: string | null) {
    place.standInQueue(id);
    if (id !== null) list.current?.follow();
  }

  function leave(ids: readonly string[], takeOut: (ids: readonly string[]) => void) {
    const here = place.currentId;
    const stands = here !== null && ids.includes(here);
    const next = stands
      ? neighbourOf(
          lines.order,
          here,
          (other) => ids.includes(other) || queue.items.some((item) => item.id === other && queue.isGone(item)),
        )
      : null;
    if (view !== "decided") takeOut(ids);
    if (!stands) return;
    if (isSinglePane()) toQueue(next);
    else goTo(next);
  }

  return {
    goTo,
    neighbour,
    toQueue,
    step(by, held) {
      const target = neighbour(by);
      if (target === null) return;
      if (!held) {
        goTo(target);
        return;
      }
      place.passOver(target);
      list.current?.follow();
    },
    toRow() {
      if (place.currentId !== null) list.current?.follow();
    },
    leave: (ids) => leave(ids, queue.remove),
    leaveHere: (ids) => leave(ids, queue.removeHere),
  };
}
