"use client";

import { useState } from "react";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { LongText } from "@/components/patterns/values/long-text";
import { isLongText, sizeWords } from "@/components/patterns/values/value-folds";

export interface FoldedTextProps {
  text: string;
  /** What it is, for screen readers, such as "Reason". */
  of: string;
}

/** What somebody wrote, on its own lines; where it is long, or has many lines, its beginning, and all of it on demand. */
export function FoldedText({ text, of }: FoldedTextProps) {
  const [isOpen, setOpen] = useState(false);
  if (!isLongText(text)) return <OutsideText lines text={text} />;
  return <LongText text={text} of={of} size={sizeWords(text)} isOpen={isOpen} onFold={setOpen} />;
}
