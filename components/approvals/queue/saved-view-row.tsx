"use client";

import { Pencil, Trash2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { ViewName } from "@/components/approvals/queue/view-name";
import { Button } from "@/components/ui/button";
import { DialogClose } from "@/components/ui/dialog-close";
import { IconButton } from "@/components/ui/icon-button";
import { nameObstacle } from "@/lib/approvals/saved-view.rules";

export interface SavedViewRowProps {
  view: { name: string };
  others: readonly { name: string }[];
  /** It is what the page shows. */
  shown: boolean;
  onOpen: () => void;
  onRename: (name: string) => Promise<void>;
  onDelete: () => void;
}

/** A saved view: its name opens it; it can be renamed in its place, or deleted. */
export function SavedViewRow({ view, others, shown, onOpen, onRename, onDelete }: SavedViewRowProps) {
  const [renaming, setRenaming] = useState(false);
  const pencil = useRef<HTMLButtonElement>(null);
  const wasRenaming = useRef(false);
  useEffect(() => {
    // The field is gone: the keyboard goes back to what opened it.
    if (wasRenaming.current && !renaming) pencil.current?.focus();
    wasRenaming.current = renaming;
  }, [renaming]);

  if (renaming) {
    return (
      <li className="py-1">
        <ViewName
          label="New name"
          initial={view.name}
          obstacle={(name) => nameObstacle(name, others)}
          onSave={async (name) => {
            if (name !== view.name) await onRename(name);
            setRenaming(false);
          }}
          onCancel={() => setRenaming(false)}
        />
      </li>
    );
  }
  return (
    <li className="flex items-center">
      <DialogClose
        render={
          <Button
            size="sm"
            variant="quiet"
            aria-current={shown ? "true" : undefined}
            onClick={onOpen}
            className="min-w-0 flex-1 justify-start! px-1.5! aria-[current]:bg-sunk aria-[current]:text-ink"
          />
        }
      >
        <span className="truncate">{view.name}</span>
      </DialogClose>
      <IconButton ref={pencil} size="sm" label={`Rename ${view.name}`} onClick={() => setRenaming(true)}>
        <Pencil size={13} aria-hidden="true" />
      </IconButton>
      <IconButton size="sm" label={`Delete ${view.name}`} onClick={onDelete}>
        <Trash2 size={13} aria-hidden="true" />
      </IconButton>
    </li>
  );
}
