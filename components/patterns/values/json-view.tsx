"use client";

import { clsx } from "clsx";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { CopyButton } from "@/components/patterns/copy/copy-button";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { LongText } from "@/components/patterns/values/long-text";
import { isLongText, sizeWords } from "@/components/patterns/values/value-folds";
import type { JsonValue } from "@/components/patterns/values/value-rows";
import { formatCount } from "@/lib/platform/format";

export interface JsonViewProps {
  value: JsonValue;
  /** What it is, for the copy button and for screen readers. */
  label: string;
  /** How many levels are open at first. */
  openDepth?: number;
  className?: string;
}

const firstShown = 100;
const plainName = /^[\w$.-]+$/u;

/** A JSON value as it is: foldable, monospaced, and copied whole. Text in it is only ever shown as text. */
export function JsonView({ value, label, openDepth = 2, className }: JsonViewProps) {
  return (
    <div className={clsx("relative bg-sunk", className)}>
      <div className="absolute top-1 right-1">
        <CopyButton text={JSON.stringify(value, null, 2)} aria-label={`Copy ${label}`} />
      </div>
      <div role="group" aria-label={label} className="text-mono overflow-x-auto p-3 pr-24 leading-[1.6]">
        <Node value={value} depth={0} openDepth={openDepth} />
      </div>
    </div>
  );
}

interface NodeProps {
  name?: string;
  value: JsonValue;
  depth: number;
  openDepth: number;
}

function Node({ name, value, depth, openDepth }: NodeProps) {
  if (typeof value === "object" && value !== null && Object.keys(value).length > 0) {
    return <Branch name={name} value={value} depth={depth} openDepth={openDepth} />;
  }
  return (
    <div className="pl-4 [overflow-wrap:anywhere] whitespace-pre-wrap">
      <Name name={name} />
      <PlainValue value={value} of={name ?? "value"} />
    </div>
  );
}

function PlainValue({ value, of }: { value: JsonValue; of: string }) {
  const [isOpen, setOpen] = useState(false);
  const text = JSON.stringify(value);
  if (isLongText(text))
    return <LongText text={text} size={sizeWords(value)} of={of} isOpen={isOpen} onFold={setOpen} />;
  return (
    <OutsideText lines className={typeof value === "string" ? "text-ink" : "font-semibold text-ink"} text={text} />
  );
}

function Branch({
  name,
  value,
  depth,
  openDepth,
}: NodeProps & { value: ReadonlyArray<JsonValue> | { readonly [key: string]: JsonValue } }) {
  const [open, setOpen] = useState(depth < openDepth);
  const [limit, setLimit] = useState(firstShown);
  const isList = Array.isArray(value);
  const entries: Array<[string, JsonValue]> = Object.entries(value);
  const hidden = entries.length - limit;
  return (
    <div>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="inline-flex items-center rounded-sm text-left whitespace-pre coarse:min-h-11"
      >
        <ChevronRight
          size={12}
          aria-hidden="true"
          className={clsx("mr-1 shrink-0 text-mute transition-transform", open && "rotate-90")}
        />
        <Name name={name} />
        <span className="text-mute">
          {isList ? "[" : "{"}
          {open ? null : ` ${formatCount(entries.length)} ${isList ? "]" : "}"}`}
        </span>
      </button>
      {open ? (
        <>
          <div className="ml-[5px] border-l border-line pl-2.5">
            {entries.slice(0, limit).map(([key, item]) => (
              <Node key={key} name={isList ? undefined : key} value={item} depth={depth + 1} openDepth={openDepth} />
            ))}
            {hidden > 0 ? (
              <button
                type="button"
                className="pl-4 text-accent underline-offset-2 hover:underline"
                onClick={() => setLimit(limit + 10 * firstShown)}
              >
                {formatCount(hidden)} more
              </button>
            ) : null}
          </div>
          <span className="pl-4 text-mute">{isList ? "]" : "}"}</span>
        </>
      ) : null}
    </div>
  );
}

function Name({ name }: { name?: string }) {
  if (name === undefined) return null;
  // As it is written in JSON: an empty name and one with a colon in it are seen as such.
  return (
    <span className="text-ink-soft">
      <OutsideText text={plainName.test(name) ? name : JSON.stringify(name)} />:{" "}
    </span>
  );
}
