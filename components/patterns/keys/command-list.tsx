"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { Command as Palette } from "cmdk";
import { useState } from "react";
import type { CommandPaletteProps } from "@/components/patterns/keys/command-palette.types";
import { type Command, useOfferedCommands } from "@/components/patterns/keys/commands";
import { Keys } from "@/components/patterns/keys/keys";
import { groupBy } from "@/components/patterns/values/group-by";
import { backdropClass } from "@/components/ui/dialog-class";
import { Spinner } from "@/components/ui/spinner";

/** The open palette: a field and what matches it. */
export function CommandList({
  open,
  onOpenChange,
  results = [],
  searching = false,
  onQueryChange,
}: CommandPaletteProps) {
  const [query, setQuery] = useState("");
  const commands = useOfferedCommands();
  const groups = groupBy([...results, ...commands], (command) => command.group);

  function type(next: string) {
    setQuery(next);
    onQueryChange?.(next);
  }

  function run(command: Command) {
    onOpenChange(false);
    type("");
    command.run();
  }

  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Popup className="surface-popup fixed inset-x-2 top-2 z-40 mx-auto flex max-h-[80dvh] max-w-xl flex-col overflow-hidden outline-none sm:top-[14dvh] sm:max-h-[60dvh]">
          <Base.Title className="sr-only">Search and commands</Base.Title>
          <Palette label="Search and commands" loop className="flex min-h-0 flex-col">
            <div className="flex items-center gap-2 border-b border-line px-3.5">
              <Palette.Input
                value={query}
                onValueChange={type}
                placeholder="Search or do anything"
                className="h-11 flex-1 bg-transparent text-md outline-none"
              />
              {searching ? <Spinner label="Searching" className="text-mute" /> : null}
            </div>
            <Palette.List className="min-h-0 overflow-y-auto p-1.5">
              {results.length === 0 ? (
                <Palette.Empty className="px-3 py-6 text-center text-mute">
                  {searching ? "Searching…" : "Nothing matches."}
                </Palette.Empty>
              ) : null}
              {[...groups].map(([group, items]) => (
                <Palette.Group
                  key={group}
                  heading={group}
                  // A group counts only what the palette's own filter found, and would hide with what the server did.
                  forceMount={items.some((item) => results.includes(item))}
                  className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:font-semibold [&_[cmdk-group-heading]]:text-mute"
                >
                  {items.map((command) => (
                    <Palette.Item
                      key={command.id}
                      value={`${command.label} ${command.id}`}
                      keywords={command.keywords}
                      // What the server found matches already, whatever its words.
                      forceMount={results.includes(command)}
                      onSelect={() => run(command)}
                      className="flex items-center gap-2.5 rounded-sm px-2 py-1.5 data-[selected=true]:bg-hover coarse:min-h-11"
                    >
                      {command.icon ? <span className="text-mute">{command.icon}</span> : null}
                      <span className="min-w-0 flex-1 truncate">{command.label}</span>
                      {command.keys ? <Keys keys={command.keys} /> : null}
                    </Palette.Item>
                  ))}
                </Palette.Group>
              ))}
            </Palette.List>
          </Palette>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
