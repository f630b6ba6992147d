"use client";

import { useEffect, useId, useMemo, useRef, useState } from "react";
import { type FoundNames, isId, meant } from "@/components/patterns/forms/named-input.rules";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { Combobox } from "@/components/ui/combobox";

export interface NamedInputProps {
  /** The id that is chosen; empty for none. */
  value: string;
  /** What the chosen one is called; null while that is not known: then its id is shown. */
  name: string | null;
  /** Those whose name holds some words. */
  find: (words: string) => Promise<FoundNames>;
  onChoose: (id: string) => void;
  /** Whether something is typed that means no one yet. */
  onTyping?: (unsettled: boolean) => void;
  placeholder?: string;
  /** For a label outside a FormField. */
  id?: string;
}

const pauseMs = 250;
const none: FoundNames = { options: [], more: false };

/** Somebody or something, by name or by id: names are offered while one types, and the id is what comes of it. */
export function NamedInput({ value, name, find, onChoose, onTyping, placeholder, id }: NamedInputProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const [offered, setOffered] = useState(none);
  const [several, setSeveral] = useState(false);
  const latest = useRef<string | null>(null);
  const own = useId();
  const options = useMemo(() => offered.options.map(({ id, label }) => ({ value: id, label })), [offered]);

  useEffect(() => {
    const words = typed?.trim() ?? "";
    if (words === "" || isId(words)) return;
    const timer = setTimeout(() => {
      find(words).then(
        (found) => {
          if (latest.current?.trim() === words) setOffered(found);
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
    setOffered(none);
    if (chosen !== value) onChoose(chosen);
  }

  /** On Enter and on leaving: what is typed is an id, or the name of one. */
  async function settle() {
    if (typed === null) return;
    const text = typed.trim();
    if (text === (name ?? value)) return choose(value);
    if (text === "" || isId(text)) return choose(text);
    const { options: all, more } = await find(text).catch(() => none);
    const found = meant(all, text);
    if (latest.current !== typed) return;
    if (found.length > 1) {
      setOffered({ options: found, more });
      setSeveral(true);
    } else {
      choose(found[0]?.id ?? text);
    }
  }

  return (
    <>
      <Combobox
        id={id}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="none"
        placeholder={placeholder}
        title={value || undefined}
        value={typed ?? name ?? value}
        mono={typed === null && name === null && value !== ""}
        options={options}
        optionView={(option) => <OutsideText text={option.label} />}
        note={offered.more ? "There are more: type on." : undefined}
        {...(several ? { "aria-invalid": true, "aria-describedby": `${own}-several` } : {})}
        onValueChange={note}
        onChoose={(option) => choose(option.value)}
        onFocus={(event) => event.target.select()}
        onBlur={() => void settle()}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          // In a form it settles this field, and sends nothing yet.
          if (typed !== null) event.preventDefault();
          void settle();
        }}
      />
      {several ? (
        <span id={`${own}-several`} role="alert" className="block text-sm text-danger">
          Several have this name: choose one of them.
        </span>
      ) : null}
    </>
  );
}
