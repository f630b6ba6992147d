"use client";

import { clsx } from "clsx";
import { type ReactNode, useMemo, useState } from "react";
import type { LabelledSchema } from "@/components/patterns/schema/schema-labels";
import type { FoldingState } from "@/components/patterns/values/folding";
import { nameCell, valueCell } from "@/components/patterns/values/parameter-cells";
import { ParameterLine } from "@/components/patterns/values/parameter-line";
import { inSchemaOrder } from "@/components/patterns/values/schema-order";
import { type Folding, foldsOf, linesOf, moreLines, unfolded } from "@/components/patterns/values/value-folds";
import { type JsonValue, valueTree } from "@/components/patterns/values/value-rows";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { formatCount } from "@/lib/platform/format";
import type { ValuePath } from "@/lib/platform/value-path.rules";

export interface ParameterTableProps {
  parameters: JsonValue;
  /** The action type's JSON Schema: gives the names and explanations. */
  schema?: LabelledSchema | null;
  /** Rows before the parameters, such as the action's own name. */
  lead?: readonly { key: string; label: ReactNode; value: ReactNode }[];
  caption?: string;
  /** The schema is still being read: names and order come with it, so their places are kept free. */
  waiting?: boolean;
  /** What stands beside a value, by its path. */
  beside?: (path: ValuePath) => ReactNode;
  /** Where what is folded is of interest to others; else the table keeps it for itself. */
  folding?: FoldingState;
}

/** So many places are kept free at most. */
const maxPlaces = 30;

/**
 * Raw parameters as they will run: one line per value in the schema's order, monospaced, under a path that no other value has. Objects
 * fold, long texts are folded with their size shown, and of very many lines some are rendered at a time: nothing is left out unsaid.
 */
export function ParameterTable({
  parameters,
  schema,
  lead = [],
  caption = "Parameters",
  waiting = false,
  beside,
  folding: given,
}: ParameterTableProps) {
  const own = useState<Folding>(unfolded);
  const [folding, setFolding] = given ?? own;
  const tree = useMemo(() => valueTree(inSchemaOrder(parameters, schema)), [parameters, schema]);
  const folds = useMemo(() => new Map(foldsOf(tree).map((fold) => [fold.id, fold])), [tree]);
  const lines = linesOf(tree, folds, folding).filter(({ node }) => node.path.length > 0 || !isEmpty(node.value));
  const left = lines.length - folding.lines;
  return (
    <>
      <table className="w-full border-collapse">
        <caption className="sr-only">{caption}</caption>
        <tbody>
          {lead.map(({ key, label, value }) => (
            <Line key={key} label={label}>
              {value}
            </Line>
          ))}
          {waiting
            ? lines.slice(0, maxPlaces).map(({ node }) => (
                <Line key={node.key} label={<Skeleton className="my-0.5 h-4 w-4/5" />}>
                  <Skeleton className="my-0.5 h-4 w-2/5" />
                </Line>
              ))
            : lines
                .slice(0, folding.lines)
                .map((line) => (
                  <ParameterLine
                    key={line.node.key}
                    line={line}
                    schema={schema}
                    folds={folds}
                    folding={folding}
                    onFolding={setFolding}
                    beside={beside?.(line.node.path)}
                  />
                ))}
        </tbody>
      </table>
      {lines.length === 0 ? (
        <p className="border-t border-line-soft px-3 py-1.5 text-mute first:border-t-0">No parameters.</p>
      ) : null}
      {left > 0 && !waiting ? (
        <div className="border-t border-line-soft px-1.5 py-1">
          <Button
            size="sm"
            variant="quiet"
            onClick={() => setFolding({ ...folding, lines: folding.lines + moreLines })}
          >
            {left > moreLines
              ? `Show the next ${formatCount(moreLines)} of ${formatCount(left)} lines`
              : `Show the last ${formatCount(left)} lines`}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function Line({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <tr className="border-t border-line-soft first:border-t-0">
      <th scope="row" className={clsx(nameCell, "text-mute")}>
        {label}
      </th>
      <td className={valueCell}>{children}</td>
    </tr>
  );
}

function isEmpty(value: JsonValue): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
