"use client";

import { useQueryClient } from "@tanstack/react-query";
import { asideTime } from "@/components/approvals/queue/aside-time";
import { tellFailure } from "@/components/approvals/use-deciding";
import { useSteady } from "@/components/patterns/page/steady";
import { toast } from "@/components/ui/notify";
import type { Action } from "@/lib/actions/action.schemas";
import { approvalKeys, bringBack, setAside } from "@/lib/approvals/approvals.client";
import { spelledOut } from "@/lib/platform/concealed.rules";
import { readerZone } from "@/lib/platform/time-zone";

type Aside = Pick<Action, "id" | "sentence">;

export interface SettingAside {
  setAside: (action: Aside, untilMs: number) => Promise<void>;
  bringBack: (action: Aside) => Promise<void>;
}

export interface SettingAsideEvents {
  onAside: (id: string) => void;
  onBack: (id: string) => void;
}

const noticeMs = 8_000;

/** Sets actions aside for the reader and brings them back. Nothing is decided by it. */
export function useSettingAside(events: SettingAsideEvents): SettingAside {
  const queries = useQueryClient();
  const { onAside, onBack } = useSteady(events);

  /** Every list and count is true at once: this one by what it is given, others when they are opened. */
  async function readAgain() {
    queries.removeQueries({ queryKey: approvalKeys.queues, type: "inactive" });
    void queries.invalidateQueries({ queryKey: approvalKeys.summary });
    await queries.invalidateQueries({ queryKey: approvalKeys.asides });
  }

  const acts = useSteady<SettingAside>({
    async setAside(action, untilMs) {
      const { id } = action;
      try {
        const { backAt } = await setAside(id, untilMs);
        await readAgain();
        onAside(id);
        const when = asideTime(Date.parse(backAt), readerZone());
        toast("Set aside", {
          id,
          description: `${spelledOut(action.sentence)}. It comes back to your list at ${when}.`,
          duration: noticeMs,
          action: { label: "Undo", onClick: () => void acts.bringBack(action) },
        });
      } catch (error) {
        await tellFailure(error);
      }
    },
    async bringBack(action) {
      const { id } = action;
      try {
        await bringBack(id);
        await readAgain();
        onBack(id);
        toast("Brought back", {
          id,
          description: `${spelledOut(action.sentence)} is back in your list.`,
          action: undefined,
          duration: 4_000,
        });
      } catch (error) {
        await tellFailure(error);
      }
    },
  });
  return acts;
}
