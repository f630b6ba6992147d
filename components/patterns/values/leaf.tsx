"use client";

import { useState } from "react";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import type { SchemaLabel } from "@/components/patterns/schema/schema-labels";
import { useTimeZone } from "@/components/patterns/time/time-zone";
import { LongText } from "@/components/patterns/values/long-text";
import { plainlyWritten } from "@/components/patterns/values/plain-value";
import { isLongText, sizeWords } from "@/components/patterns/values/value-folds";
import { type JsonValue, leafText, typeName } from "@/components/patterns/values/value-rows";

export interface LeafProps {
  value: JsonValue;
  /** What it is the value of, for screen readers. */
  of: string;
  /** What the schema says of it: its format, and what it is measured in. */
  label?: Pick<SchemaLabel, "format" | "unit">;
  /** Where a long one is folded by others; else it folds by itself. */
  fold?: { size: string; isOpen: boolean; onFold: (isOpen: boolean, isWhole: boolean) => void };
}

const unsaid = {};

/** One value, exactly; its type is said where the text alone would not tell, and a plain reading stands beside it. */
export function Leaf({ value, of, label = unsaid, fold }: LeafProps) {
  const text = leafText(value);
  const timeZone = useTimeZone();
  if (fold) return <LongText text={text} of={of} {...fold} />;
  if (isLongText(text)) return <SelfFolded text={text} of={of} size={sizeWords(value)} />;
  const plainly = plainlyWritten(value, label, timeZone);
  return (
    <>
      <span title={typeName(value)}>
        <OutsideText lines text={text} />
      </span>
      {plainly ? <span className="ml-2 font-sans text-xs text-mute">{plainly}</span> : null}
    </>
  );
}

function SelfFolded(props: { text: string; of: string; size: string }) {
  const [isOpen, setOpen] = useState(false);
  return <LongText {...props} isOpen={isOpen} onFold={setOpen} />;
}
