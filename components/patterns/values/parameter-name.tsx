"use client";

import { Info } from "lucide-react";
import { type ReactNode, useState } from "react";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { type LabelledSchema, schemaLabel } from "@/components/patterns/schema/schema-labels";
import { maxNameCharacters, sizeWords } from "@/components/patterns/values/value-folds";
import { Tooltip } from "@/components/ui/tooltip";
import { spelledOut } from "@/lib/platform/concealed.rules";
import { formatCount } from "@/lib/platform/format";
import { stepText, type ValuePath } from "@/lib/platform/value-path.rules";

export interface ParameterNameProps {
  path: ValuePath;
  schema?: LabelledSchema | null;
  /** The last step of the path is drawn whole, however long it is. */
  isWhole?: boolean;
  onWhole?: () => void;
}

/** The name of a parameter on one line: the schema's title where it has one, always the path that runs, and on demand what it means. */
export function ParameterName({ path, schema, isWhole = false, onWhole }: ParameterNameProps) {
  const { title, description } = schemaLabel(schema, path);
  const last = path.at(-1);
  return (
    <Explained by={description} of={title ?? String(last ?? "value")}>
      {/* A space, at which the line is broken before a name is. */}
      {title && title !== last ? (
        <>
          <span className="mr-0.5 text-ink-soft">
            <OutsideText text={title} />
          </span>{" "}
        </>
      ) : null}
      <span className={title && title !== last ? "text-mono text-xs" : "text-mono"}>
        {path.length === 0 ? "value" : null}
        {path.map((step, at) => (
          <OutsideText
            key={at}
            className={at < path.length - 1 ? "text-mute" : "text-ink"}
            text={written(step, at, isWhole && at === path.length - 1)}
          />
        ))}
      </span>
      {onWhole && typeof last === "string" && !isWhole ? (
        <button
          type="button"
          aria-expanded={false}
          onClick={onWhole}
          className="ml-1.5 text-xs font-medium text-accent underline-offset-2 hover-fine:underline"
        >
          {sizeWords(last)}: show the whole name
        </button>
      ) : null}
    </Explained>
  );
}

/** A step as it is written; the beginning of one that is very long. */
function written(step: string | number, at: number, isWhole: boolean): string {
  const cut = typeof step === "string" && step.length > maxNameCharacters && !isWhole;
  const text = cut ? `${stepText(step.slice(0, maxNameCharacters))}… (${formatCount(step.length)})` : stepText(step);
  return at === 0 && text.startsWith(".") ? text.slice(1) : text;
}

function Explained({ by, of, children }: { by: string | undefined; of: string; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  if (!by) return <span>{children}</span>;
  return (
    <>
      {/* All stand at the end of the column: behind the name, one would wrap onto a line of its own. */}
      <span className="relative block pr-5">
        {children}
        <Tooltip content={open ? "" : <OutsideText lines text={by} />}>
          <button
            type="button"
            aria-expanded={open}
            aria-label={`What ${spelledOut(of.slice(0, maxNameCharacters))} means`}
            onClick={() => setOpen(!open)}
            className="absolute top-0.5 right-0 inline-flex size-4 items-center justify-center rounded-sm text-mute hover:text-ink coarse:after:absolute coarse:after:-inset-3"
          >
            <Info size={12} aria-hidden="true" />
          </button>
        </Tooltip>
      </span>
      {open ? (
        <span className="mt-0.5 block text-xs text-mute">
          <OutsideText lines text={by} />
        </span>
      ) : null}
    </>
  );
}
