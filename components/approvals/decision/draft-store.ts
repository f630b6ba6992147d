"use client";

import { useCallback, useSyncExternalStore } from "react";
import { type ReasonDraft, turnedTo, writtenReasons } from "@/lib/approvals/draft-reason.rules";
import type { JsonObject } from "@/lib/platform/common.schemas";
import { Watchers } from "@/lib/platform/watchers";

/** What a person has begun to answer. It outlives moving on, a lost connection, a colleague's decision and signing in again. */
export interface Draft extends ReasonDraft {
  /** Code of the chosen reason for rejecting. */
  code: string | null;
  /** `role:governance` or `team:team_…`. */
  to: string | null;
  /** The parameters as edited so far. */
  parameters: JsonObject | null;
}

const empty: Draft = { choice: null, reason: "", kept: {}, code: null, to: null, parameters: null };
const prefix = "signalbox-draft:";

class DraftStore {
  readonly #drafts = new Map<string, Draft>();
  readonly #watchers = new Watchers();

  readonly watch = this.#watchers.watch;

  read(id: string | null): Draft {
    if (id === null) return empty;
    const known = this.#drafts.get(id);
    if (known) return known;
    const found = stored(id);
    this.#drafts.set(id, found);
    return found;
  }

  write(id: string, change: Partial<Draft>): void {
    const before = this.read(id);
    const next = { ...(change.choice === undefined ? before : turnedTo(before, change.choice)), ...change };
    this.#drafts.set(id, next);
    remember(id, next);
    this.#watchers.notify();
  }

  clear(id: string): void {
    this.write(id, empty);
  }
}

function stored(id: string): Draft {
  try {
    const text = window.sessionStorage.getItem(prefix + id);
    return text === null ? empty : { ...empty, ...(JSON.parse(text) as Partial<Draft>) };
  } catch {
    // Storage may be switched off; then a draft lives as long as the page.
    return empty;
  }
}

function remember(id: string, draft: Draft): void {
  const blank =
    writtenReasons(draft).length === 0 && draft.choice === null && draft.parameters === null && draft.code === null;
  try {
    if (blank) window.sessionStorage.removeItem(prefix + id);
    else window.sessionStorage.setItem(prefix + id, JSON.stringify(draft));
  } catch {
    // As above: it stays in memory.
    return;
  }
}

const drafts = new DraftStore();

/** The draft of one action, and how to change it. */
export function useDraft(id: string | null): {
  draft: Draft;
  change: (change: Partial<Draft>) => void;
  clear: () => void;
} {
  const draft = useSyncExternalStore(
    drafts.watch,
    () => drafts.read(id),
    () => empty,
  );
  const change = useCallback(
    (part: Partial<Draft>) => {
      if (id !== null) drafts.write(id, part);
    },
    [id],
  );
  const clear = useCallback(() => {
    if (id !== null) drafts.clear(id);
  }, [id]);
  return { draft, change, clear };
}

export function clearDraft(id: string): void {
  drafts.clear(id);
}

export function changeDraft(id: string, change: Partial<Draft>): void {
  drafts.write(id, change);
}

/** Whether a form stands open for an action: until it is closed, what one types is words. */
export function isFormOpen(id: string | null): boolean {
  return drafts.read(id).choice !== null;
}

/** Closes the form of an action; what was written in it is kept. False where none stood open. */
export function closeForm(id: string | null): boolean {
  if (id === null || !isFormOpen(id)) return false;
  drafts.write(id, { choice: null });
  return true;
}
