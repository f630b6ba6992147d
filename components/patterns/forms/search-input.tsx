"use client";

import { Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useShortcut } from "@/components/patterns/keys/shortcuts";
import { Input } from "@/components/ui/input";

export interface SearchInputProps {
  value: string;
  /** Called when the typing pauses, on Enter and on leaving. */
  onCommit: (value: string) => void;
  label: string;
  placeholder?: string;
  /** The group on the sheet of keys under which "/" is listed. */
  shortcutGroup: string;
  className?: string;
}

const commitAfterMs = 300;

/** Words to narrow a list by; / goes there. */
export function SearchInput({ value, onCommit, label, placeholder, shortcutGroup, className }: SearchInputProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  useShortcut({ keys: "/", label, group: shortcutGroup, run: () => input.current?.focus() });
  useEffect(() => {
    if (typed === null || typed === value) return;
    const timer = setTimeout(() => onCommit(typed), commitAfterMs);
    return () => clearTimeout(timer);
  }, [typed, value, onCommit]);

  function commit() {
    if (typed !== null && typed !== value) onCommit(typed);
    setTyped(null);
  }

  return (
    <div className={className}>
      <div className="relative">
        <Search
          size={14}
          aria-hidden="true"
          className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-mute"
        />
        <Input
          ref={input}
          type="search"
          aria-label={label}
          placeholder={placeholder ?? label}
          className="pl-8"
          spellCheck={false}
          autoComplete="off"
          value={typed ?? value}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === "Enter") commit();
          }}
        />
      </div>
    </div>
  );
}
