"use client";

import { Suspense, useState } from "react";
import type { CommandPaletteProps } from "@/components/patterns/keys/command-palette.types";
import { useShortcut } from "@/components/patterns/keys/shortcuts";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";

const list = loadedWhenOpened(() =>
  import("@/components/patterns/keys/command-list").then((module) => module.CommandList),
);

/** Search and commands. Opens by ⌘K (Ctrl K); its list is fetched when it first opens. */
export function CommandPalette(props: CommandPaletteProps) {
  const { open, onOpenChange } = props;
  const [wanted, setWanted] = useState(false);
  if (open && !wanted) setWanted(true);
  useShortcut({
    keys: "mod+k",
    label: "Search and commands",
    group: "Everywhere",
    inFields: true,
    run: () => onOpenChange(true),
  });
  if (!wanted) return null;
  return (
    <Suspense fallback={null}>
      <list.Part {...props} />
    </Suspense>
  );
}
