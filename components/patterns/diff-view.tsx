"use client";

import { useState } from "react";
import { Leaf, ParameterName } from "@/components/patterns/parameter-table";
import type { LabelledSchema } from "@/components/patterns/schema-labels";
import { inSchemaOrder } from "@/components/patterns/schema-order";
import { differenceRows, type DifferenceRow, type JsonValue } from "@/components/patterns/value-rows";
import { Button } from "@/components/ui/button";
import { formatQuantity } from "@/lib/platform/format";

export interface DiffViewProps {
  before: JsonValue;
  after: JsonValue;
  schema?: LabelledSchema | null;
  /** What is compared, for screen readers. */
  caption?: string;
  /** Show what stayed the same from the start. */
  showUnchanged?: boolean;
}

/** Before and after, value by value: what was is struck through, what is now is bold; words say it too. */
export function DiffView({ before, after, schema, caption = "Changes", showUnchanged = false }: DiffViewProps) {
  const [all, setAll] = useState(showUnchanged);
  const rows = differenceRows(inSchemaOrder(before, schema), inSchemaOrder(after, schema));
  const same = rows.filter((row) => row.change === "same").length;
  const shown = all ? rows : rows.filter((row) => row.change !== "same");
  return (
    <div>
      <table className="w-full border-collapse">
        <caption className="sr-only">{caption}</caption>
        <tbody>
          {shown.map((row) => (
            <tr key={row.path} className="border-t border-line-soft first:border-t-0">
              <th scope="row" className="w-[190px] px-3 py-[7px] text-left align-top font-normal text-mute max-sm:w-[110px]">
                <ParameterName path={row.path} schema={schema} />
              </th>
              <td className="text-mono px-3 py-[7px] align-top [overflow-wrap:anywhere]">
                <Difference row={row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length === 0 ? <p className="px-3 py-[7px] text-mute">Nothing is changed.</p> : null}
      {same > 0 ? (
        <div className="border-t border-line-soft px-1.5 py-1">
          <Button size="sm" variant="quiet" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? "Hide unchanged" : `Show ${formatQuantity(same, "unchanged value")}`}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function Difference({ row }: { row: DifferenceRow }) {
  const { before, after, change } = row;
  if (change === "same") return after === undefined ? null : <Leaf value={after} />;
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2">
      {before === undefined ? null : (
        <del className="text-mute">
          <span className="sr-only">was </span>
          <Leaf value={before} />
        </del>
      )}
      {after === undefined ? null : (
        <ins className="font-bold no-underline">
          <span className="sr-only">now </span>
          <Leaf value={after} />
        </ins>
      )}
      {change === "changed" ? null : <span className="font-sans text-xs text-mute">{change}</span>}
    </span>
  );
}
