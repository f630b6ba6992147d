"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { clearDraft } from "@/components/approvals/decision/draft-store";
import { UndoNews } from "@/components/approvals/undo-news";
import { useSteady } from "@/components/patterns/page/steady";
import { type NoticeOptions, toast } from "@/components/ui/notify";
import type { Action } from "@/lib/actions/action.schemas";
import type { DecisionRequest } from "@/lib/approvals/approval.schemas";
import { actionOptions, approvalKeys, decide, takeBack } from "@/lib/approvals/approvals.client";
import { spelledOut } from "@/lib/platform/concealed.rules";

export interface Deciding {
  isSending: (id: string) => boolean;
  /** Why the last answer to it was refused or failed; null where it was not. */
  failureOf: (id: string) => Error | null;
  dismiss: (id: string) => void;
  send: (action: Action, request: DecisionRequest) => Promise<void>;
  /** Something else that changes the action: claim, release, extend. Failures are shown. */
  run: (id: string, change: (id: string) => Promise<Action>) => Promise<void>;
  /** Approvals of mine that can still be taken back, the newest last. */
  undoable: readonly Undoable[];
  undo: (ids: readonly string[]) => Promise<void>;
  /** Makes approvals that settle known to Undo. */
  noteSettling: (actions: readonly Action[]) => void;
}

export interface Undoable {
  ids: readonly string[];
  untilMs: number;
}

export interface DecidingEvents {
  onChanged: (action: Action) => void;
  onDecided: (action: Action) => void;
  onUndone: (action: Action) => void;
}

const said = { approve: "Approved", edit: "Edited and approved", reject: "Rejected", escalate: "Escalated" } as const;

/** Sends answers, tells what came of them, and takes them back. */
export function useDeciding(events: DecidingEvents): Deciding {
  const queries = useQueryClient();
  // An answer takes a moment: what it leads to is decided by where one is then.
  const { onChanged, onDecided, onUndone } = useSteady(events);
  const [sending, setSending] = useState<ReadonlySet<string>>(new Set());
  const [failures, setFailures] = useState<ReadonlyMap<string, Error>>(new Map());
  const [undoable, setUndoable] = useState<readonly Undoable[]>([]);

  function fail(id: string, error: unknown) {
    setFailures((known) => new Map(known).set(id, error instanceof Error ? error : new Error("Something went wrong.")));
    // What is on the screen may be what was refused: look again.
    void queries.fetchQuery({ ...actionOptions(id), staleTime: 0 }).then(onChanged, () => undefined);
    void queries.invalidateQueries({ queryKey: approvalKeys.history(id) });
  }

  const { dismiss, send, run, undo, noteSettling } = useSteady<Omit<Deciding, "isSending" | "failureOf" | "undoable">>({
    dismiss(id: string) {
      setFailures((known) => new Map([...known].filter(([other]) => other !== id)));
    },

    async send(action: Action, request: DecisionRequest) {
      const { id } = action;
      if (sending.has(id)) return;
      dismiss(id);
      setSending((known) => new Set(known).add(id));
      try {
        const decided = await decide(id, request);
        clearDraft(id);
        onDecided(decided);
        noteSettling([decided]);
        tellDecided(decided, request.decision, () => void undo([id]));
      } catch (error) {
        fail(id, error);
      } finally {
        setSending((known) => new Set([...known].filter((other) => other !== id)));
        void queries.invalidateQueries({ queryKey: approvalKeys.summary });
      }
    },

    noteSettling(actions: readonly Action[]) {
      const settling = actions.filter((action) => action.settling);
      if (settling.length === 0) return;
      const untilMs = Math.min(...settling.map((action) => Date.parse(action.settling?.until ?? "")));
      setUndoable((known) => [
        ...known.filter((entry) => entry.untilMs > Date.now()),
        { ids: settling.map((action) => action.id), untilMs },
      ]);
    },

    async undo(ids: readonly string[]) {
      setUndoable((known) => known.filter((entry) => !entry.ids.some((id) => ids.includes(id))));
      for (const id of ids) {
        try {
          const action = await takeBack(id);
          onUndone(action);
          toast("Taken back", {
            id,
            description: `${spelledOut(action.sentence)}. It is held again.`,
            action: undefined,
            duration: 4_000,
          });
        } catch (error) {
          await tellFailure(error, { id, action: undefined, duration: 8_000 });
        }
      }
      void queries.invalidateQueries({ queryKey: approvalKeys.summary });
    },

    async run(id: string, change: (id: string) => Promise<Action>) {
      try {
        onChanged(await change(id));
        void queries.invalidateQueries({ queryKey: approvalKeys.summary });
      } catch (error) {
        await tellFailure(error);
      }
    },
  });

  return useMemo(
    () => ({
      isSending: (id) => sending.has(id),
      failureOf: (id) => failures.get(id) ?? null,
      dismiss,
      send,
      run,
      undoable,
      undo,
      noteSettling,
    }),
    [sending, failures, undoable, dismiss, send, run, undo, noteSettling],
  );
}

/** Says what was decided, and offers to take it back while that is possible. */
function tellDecided(action: Action, decision: DecisionRequest["decision"], onUndo: () => void): void {
  const { id, settling } = action;
  const sentence = spelledOut(action.sentence);
  if (!settling) {
    toast(said[decision], { id, description: sentence });
    return;
  }
  const untilMs = Date.parse(settling.until);
  toast(said[decision], {
    id,
    description: <UndoNews sentence={sentence} untilMs={untilMs} />,
    duration: Math.max(4_000, untilMs - Date.now()),
    action: { label: "Undo", onClick: onUndo },
  });
}

/** Says what failed; the words come with the panes, which are there long before anything can fail. */
export async function tellFailure(error: unknown, options: NoticeOptions = {}): Promise<void> {
  const { problemNews } = await import("@/components/approvals/problem-note");
  const { title, description } = problemNews(error);
  toast.error(title, { ...options, description });
}
