"use client";

import { useState } from "react";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { pieceCharacters } from "@/components/patterns/values/value-folds";
import { Button } from "@/components/ui/button";
import { spelledOut } from "@/lib/platform/concealed.rules";
import { formatCount } from "@/lib/platform/format";

export interface LongTextProps {
  text: string;
  /** How large it is, in words. */
  size: string;
  /** What it is the value of, for screen readers. */
  of: string;
  isOpen: boolean;
  /** @param isWhole what is drawn now reaches to the end */
  onFold: (isOpen: boolean, isWhole: boolean) => void;
}

const headCharacters = 240;
const headLines = 4;

/** A text that is too long for its place: its beginning, with its size; open it scrolls in a box of its own, rendered piece by piece. */
export function LongText({ text, size, of: name, isOpen, onFold }: LongTextProps) {
  const of = spelledOut(name);
  const [drawn, setDrawn] = useState(pieceCharacters);
  const end = isOpen ? wholeCharacters(text, drawn) : headEnd(text);
  const left = text.length - end;
  return (
    <span className="block">
      <span
        role={isOpen ? "region" : undefined}
        aria-label={isOpen ? `${of}, ${size}` : undefined}
        tabIndex={isOpen ? 0 : undefined}
        className={
          isOpen
            ? "block max-h-96 overflow-y-auto rounded-sm border border-line-soft bg-sunk px-2 py-1 whitespace-pre-wrap"
            : "whitespace-pre-wrap"
        }
      >
        <OutsideText lines text={text.slice(0, end)} />
        {left > 0 ? "…" : null}
      </span>
      <span className="flex flex-wrap items-baseline gap-x-3 font-sans">
        {isOpen && left > 0 ? (
          <Button
            size="sm"
            variant="link"
            onClick={() => {
              setDrawn(drawn + pieceCharacters);
              onFold(true, wholeCharacters(text, drawn + pieceCharacters) >= text.length);
            }}
          >
            {left > pieceCharacters
              ? `Next ${formatCount(pieceCharacters)} of ${formatCount(left)} characters`
              : `Last ${formatCount(left)} characters`}
          </Button>
        ) : null}
        <Button
          size="sm"
          variant="link"
          aria-expanded={isOpen}
          aria-label={isOpen ? `Fold ${of}` : `${of}: ${size}: show all`}
          onClick={() => onFold(!isOpen, text.length <= drawn)}
        >
          {isOpen ? "Fold" : `${size}: show all`}
        </Button>
      </span>
    </span>
  );
}

function headEnd(text: string): number {
  let end = 0;
  for (let line = 0; line < headLines && end >= 0; line += 1) end = text.indexOf("\n", end + (line > 0 ? 1 : 0));
  return wholeCharacters(text, end < 0 ? headCharacters : Math.min(end, headCharacters));
}

/** An end that parts no character of two halves. */
function wholeCharacters(text: string, end: number): number {
  if (end >= text.length) return text.length;
  const code = text.charCodeAt(end - 1);
  return code >= 0xd800 && code <= 0xdbff ? end + 1 : end;
}
