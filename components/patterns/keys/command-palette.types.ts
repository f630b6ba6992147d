import type { Command } from "@/components/patterns/keys/commands";

export interface CommandPaletteProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** What a search on the server found for the words typed so far. */
  results?: ReadonlyArray<Command>;
  /** The search is under way. */
  searching?: boolean;
  onQueryChange?: (query: string) => void;
}
