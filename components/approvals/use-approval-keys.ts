"use client";

import { useShortcuts } from "@/components/patterns/keys/shortcuts";

export interface ApprovalCommands {
  /** @param by 1 down, -1 up; @param held the key is held down */
  move: (by: 1 | -1, held: boolean) => void;
  extend: (by: 1 | -1) => void;
  /** Takes the keyboard to the evidence. */
  enter: () => void;
  select: () => void;
  undo: () => void;
  /** Folds the group one stands in, or shows its actions. */
  fold: () => void;
  showNew: () => void;
  search: () => void;
  back: () => void;
}

const group = "Approvals";

/** The keys of the queue. They stand on the sheet that `?` opens, and can be switched off there. */
export function useApprovalKeys(commands: ApprovalCommands): void {
  useShortcuts([
    { keys: "j", label: "Next action", group, repeats: true, run: (event) => commands.move(1, event.repeat) },
    { keys: "k", label: "Previous action", group, repeats: true, run: (event) => commands.move(-1, event.repeat) },
    { keys: "Enter", label: "Read the evidence", group, run: () => commands.enter() },
    { keys: "Space", label: "Choose, to decide several together", group, run: () => commands.select() },
    { keys: "shift+j", label: "Extend the selection down", group, repeats: true, run: () => commands.extend(1) },
    { keys: "shift+k", label: "Extend the selection up", group, repeats: true, run: () => commands.extend(-1) },
    { keys: "u", label: "Undo during the grace period", group, run: () => commands.undo() },
    { keys: "f", label: "Fold or unfold a group", group, run: () => commands.fold() },
    { keys: ".", label: "Show new actions", group, run: () => commands.showNew() },
    { keys: "/", label: "Search the queue", group, run: () => commands.search() },
    { keys: "Escape", label: "One step back", group, inFields: true, run: () => commands.back() },
  ]);
}
