"use client";

import { clsx } from "clsx";
import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { type LabelledSchema, schemaLabel } from "@/components/patterns/schema/schema-labels";
import { Leaf } from "@/components/patterns/values/leaf";
import { nameCell, valueCell } from "@/components/patterns/values/parameter-cells";
import { ParameterName } from "@/components/patterns/values/parameter-name";
import {
  branchFold,
  type Fold,
  type Folding,
  isOpenNow,
  maxNameCharacters,
  nameFold,
  textFold,
  type ValueLine,
  withFold,
} from "@/components/patterns/values/value-folds";
import { spelledOut } from "@/lib/platform/concealed.rules";
import { formatQuantity } from "@/lib/platform/format";

export interface ParameterLineProps {
  line: ValueLine;
  schema?: LabelledSchema | null;
  /** What is folded at first, by its id. */
  folds: ReadonlyMap<string, Fold>;
  folding: Folding;
  onFolding: (next: Folding) => void;
  beside?: ReactNode;
}

/** Deeper ones stand no further right: their paths say where they are. */
const maxIndents = 6;

/** One line of a table of parameters: a value under its path, or the head of an object or list. */
export function ParameterLine({
  line: { node, isOpen },
  schema,
  folds,
  folding,
  onFolding,
  beside,
}: ParameterLineProps) {
  const { path, key, value, under, leaves } = node;
  const longName = folds.has(nameFold(node));
  const name = (
    <ParameterName
      path={path}
      schema={schema}
      isWhole={longName && isOpenNow(nameFold(node), folds, folding)}
      onWhole={longName ? () => onFolding(withFold(folding, nameFold(node), true, true)) : undefined}
    />
  );
  const turn = (open: boolean) => onFolding(withFold(folding, branchFold(node), open, true));
  const long = folds.get(textFold(node));
  return (
    <tr data-path={key} className="border-t border-line-soft first:border-t-0">
      <th
        scope="row"
        className={nameCell}
        style={path.length > 1 ? { paddingLeft: `${12 + 12 * Math.min(path.length - 1, maxIndents)}px` } : undefined}
      >
        {name}
      </th>
      <td className={valueCell}>
        {under.length > 0 ? (
          <button
            type="button"
            aria-expanded={isOpen}
            aria-label={`${spelledOut(key.slice(0, maxNameCharacters))}, ${formatQuantity(leaves, "value")}`}
            onClick={() => turn(!isOpen)}
            onKeyDown={(event) => {
              if (event.key === "ArrowRight") turn(true);
              if (event.key === "ArrowLeft") turn(false);
            }}
            className="relative -ml-1 inline-flex items-center gap-1 rounded-sm px-1 font-sans text-mute hover:text-ink coarse:after:absolute coarse:after:-inset-2.5"
          >
            <ChevronRight
              size={12}
              aria-hidden="true"
              className={clsx("shrink-0 transition-transform", isOpen && "rotate-90")}
            />
            {formatQuantity(leaves, "value")}
            {isOpen ? null : ", folded"}
          </button>
        ) : (
          <>
            <Leaf
              value={value}
              of={key || "value"}
              label={schemaLabel(schema, path)}
              fold={
                long && {
                  size: long.size,
                  isOpen: isOpenNow(long.id, folds, folding),
                  onFold: (open, whole) => onFolding(withFold(folding, long.id, open, whole)),
                }
              }
            />
            {beside}
          </>
        )}
      </td>
    </tr>
  );
}
