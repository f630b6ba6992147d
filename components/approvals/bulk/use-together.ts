"use client";

import { useRef, useState } from "react";
import type { BulkSelection } from "@/components/approvals/bulk/use-bulk-selection";
import { toast } from "@/components/ui/notify";
import type { Answer } from "@/lib/approvals/answers.rules";
import { approveObstacle } from "@/lib/approvals/queue.rules";

/** An answer that is being given to several: which, and to whom. The set is fixed when it is asked for. */
export interface AskedTogether {
  decision: "approve" | "reject";
  ids: readonly string[];
}

export interface Together {
  asked: AskedTogether | null;
  /** Whether its dialog is open or coming; known at once. */
  isAsking: () => boolean;
  /** Opens the dialog for the answer. False where nothing is chosen, or the answer is one that is given one by one. */
  ask: (answer: Answer) => boolean;
  close: () => void;
}

/** With several chosen, an answer means them: it is asked for in a dialog that shows what they do together. */
export function useTogether({ items }: Pick<BulkSelection, "items">): Together {
  const [asked, setAsked] = useState<AskedTogether | null>(null);
  const asking = useRef(false);

  function set(next: AskedTogether | null) {
    asking.current = next !== null;
    setAsked(next);
  }

  return {
    asked,
    isAsking: () => asking.current,
    ask(answer) {
      if (items.length === 0 || (answer !== "approve" && answer !== "reject")) return false;
      if (asking.current) return true;
      const obstacle = answer === "approve" ? approveObstacle(items) : null;
      if (obstacle === null) set({ decision: answer, ids: items.map((item) => item.id) });
      else toast(obstacle, { id: "bulk-obstacle" });
      return true;
    },
    close: () => set(null),
  };
}
