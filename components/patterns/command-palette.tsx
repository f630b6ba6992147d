"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import type { CommandPaletteProps } from "@/components/patterns/command-palette.types";
import { useShortcut } from "@/components/patterns/shortcuts";
import { untilLoaded } from "@/components/ui/until-loaded";

const CommandList = dynamic(() => untilLoaded(() => import("@/components/patterns/command-list").then((module) => module.CommandList)), { ssr: false });

/** Search and commands. Opens by ⌘K (Ctrl K); its list is fetched when it first opens. */
export function CommandPalette(props: CommandPaletteProps) {
  const { open, onOpenChange } = props;
  const [wanted, setWanted] = useState(false);
  if (open && !wanted) setWanted(true);
  useShortcut({ keys: "mod+k", label: "Search and commands", group: "Everywhere", inFields: true, run: () => onOpenChange(true) });
  return wanted ? <CommandList {...props} /> : null;
}
