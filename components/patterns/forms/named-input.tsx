"use client";

import { useEffect, useId, useRef, useState } from "react";
import { isId, meant, type NamedOption } from "@/components/patterns/forms/named-input.rules";
import { Input } from "@/components/ui/input";

export interface NamedInputProps {
  /** The id that is chosen; empty for none. */
  value: string;
  /** What the chosen one is called; null while that is not known: then its id is shown. */
  name: string | null;
  /** Those whose name holds some words. */
  find: (words: string) => Promise<readonly NamedOption[]>;
  onChoose: (id: string) => void;
  /** Whether something is typed that means no one yet. */
  onTyping?: (unsettled: boolean) => void;
  placeholder?: string;
  /** For a label outside a FormField. */
  id?: string;
}

const pauseMs = 250;

/** Somebody or something, by name or by id: names are offered while one types, and the id is what comes of it. */
export function NamedInput({ value, name, find, onChoose, onTyping, placeholder, id }: NamedInputProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const [options, setOptions] = useState<readonly NamedOption[]>([]);
  const [several, setSeveral] = useState(false);
  const latest = useRef<string | null>(null);
  const own = useId();

  useEffect(() => {
    const words = typed?.trim() ?? "";
    if (words === "" || isId(words)) return;
    const timer = setTimeout(() => {
      find(words).then(
        (found) => {
          if (latest.current?.trim() === words) setOptions(found);
        },
        () => undefined, // Names are a help: an id can be typed all the same.
      );
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [typed, find]);

  function note(text: string | null) {
    latest.current = text;
    setTyped(text);
    setSeveral(false);
    onTyping?.(text !== null);
  }

  function choose(chosen: string) {
    note(null);
    if (chosen !== value) onChoose(chosen);
  }

  function change(text: string) {
    const offered = options.find((option) => option.label === text);
    if (offered) choose(offered.id);
    else note(text);
  }

  /** On Enter and on leaving: what is typed is an id, or the name of one. */
  async function settle() {
    if (typed === null) return;
    const text = typed.trim();
    if (text === (name ?? value)) return choose(value);
    if (text === "" || isId(text)) return choose(text);
    const found = meant(await find(text).catch(() => []), text);
    if (latest.current !== typed) return;
    if (found.length > 1) {
      setOptions(found);
      setSeveral(true);
    } else {
      choose(found[0]?.id ?? text);
    }
  }

  return (
    <>
      <Input
        id={id}
        type="text"
        list={`${own}-names`}
        spellCheck={false}
        autoComplete="off"
        placeholder={placeholder}
        title={value || undefined}
        value={typed ?? name ?? value}
        mono={typed === null && name === null && value !== ""}
        {...(several ? { "aria-invalid": true, "aria-describedby": `${own}-several` } : {})}
        onChange={(event) => change(event.target.value)}
        onFocus={(event) => event.target.select()}
        onBlur={() => void settle()}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          // In a form it settles this field, and sends nothing yet.
          if (typed !== null) event.preventDefault();
          void settle();
        }}
      />
      <datalist id={`${own}-names`}>
        {options.map((option) => (
          <option key={option.id} value={option.label} />
        ))}
      </datalist>
      {several ? (
        <span id={`${own}-several`} role="alert" className="block text-sm text-danger">
          Several have this name: choose one of them.
        </span>
      ) : null}
    </>
  );
}
