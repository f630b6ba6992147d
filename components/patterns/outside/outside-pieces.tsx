"use client";

import { type ClipboardEvent, Fragment } from "react";
import { look } from "@/components/patterns/outside/outside-look.rules";

/**
 * The parts of a text that is not plain. Badges are drawn by CSS around the true character, which stays in the document without a width:
 * so the text that is selected, copied or found is the text as it came, and no name of a character becomes part of it.
 */
export function OutsidePieces({ text, lines }: { text: string; lines: boolean }) {
  return look(text, { lines }).map((piece, index) =>
    piece.kind === "text" ? (
      <Fragment key={index}>{piece.text}</Fragment>
    ) : piece.kind === "concealed" ? (
      <span
        key={index}
        role="img"
        aria-label={piece.full}
        title={piece.full}
        data-name={piece.name}
        className="concealed"
      >
        {piece.text}
      </span>
    ) : (
      <span key={index} title={mixedWords(piece.scripts)} data-name={piece.scripts} className="mixed-word">
        {piece.text}
      </span>
    ),
  );
}

function mixedWords(scripts: string): string {
  return scripts.includes(" and ")
    ? `This word mixes alphabets: ${scripts}.`
    : `Every letter of this word looks Latin and is ${scripts}.`;
}

/** Browsers copy a no-break space as a plain one: what is selected inside of a text is copied as it is. */
export function copyAsItIs(event: ClipboardEvent<HTMLElement>): void {
  const selection = window.getSelection();
  if (!selection || selection.rangeCount !== 1) return;
  const range = selection.getRangeAt(0);
  if (range.collapsed || !event.currentTarget.contains(range.commonAncestorContainer)) return;
  event.clipboardData.setData("text/plain", range.toString());
  event.preventDefault();
}
