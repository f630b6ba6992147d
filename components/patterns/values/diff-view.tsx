"use client";

import { useMemo, useState } from "react";
import { type LabelledSchema, type SchemaLabel, schemaLabel } from "@/components/patterns/schema/schema-labels";
import { Leaf } from "@/components/patterns/values/leaf";
import { nameCell, valueCell } from "@/components/patterns/values/parameter-cells";
import { ParameterName } from "@/components/patterns/values/parameter-name";
import { inSchemaOrder } from "@/components/patterns/values/schema-order";
import { firstLines, moreLines } from "@/components/patterns/values/value-folds";
import { differenceRows, type DifferenceRow, type JsonValue } from "@/components/patterns/values/value-rows";
import { Button } from "@/components/ui/button";
import { formatCount, formatQuantity } from "@/lib/platform/format";

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
  const [limit, setLimit] = useState(firstLines);
  const rows = useMemo(
    () => differenceRows(inSchemaOrder(before, schema), inSchemaOrder(after, schema)),
    [before, after, schema],
  );
  const same = rows.filter((row) => row.change === "same").length;
  const shown = all ? rows : rows.filter((row) => row.change !== "same");
  return (
    <div>
      <table className="w-full border-collapse">
        <caption className="sr-only">{caption}</caption>
        <tbody>
          {shown.slice(0, limit).map((row) => (
            <tr key={row.key} data-path={row.key} className="border-t border-line-soft first:border-t-0">
              <th scope="row" className={nameCell}>
                <ParameterName path={row.path} schema={schema} />
              </th>
              <td className={valueCell}>
                <Difference row={row} label={schemaLabel(schema, row.path)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length === 0 ? <p className="px-3 py-[7px] text-mute">Nothing is changed.</p> : null}
      {shown.length > limit ? (
        <div className="border-t border-line-soft px-1.5 py-1">
          <Button size="sm" variant="quiet" onClick={() => setLimit(limit + moreLines)}>
            Show {formatCount(Math.min(moreLines, shown.length - limit))} more of{" "}
            {formatQuantity(shown.length - limit, "further value")}
          </Button>
        </div>
      ) : null}
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

function Difference({ row, label }: { row: DifferenceRow; label: SchemaLabel }) {
  const { key, before, after, change } = row;
  if (change === "same") return after === undefined ? null : <Leaf value={after} of={key} label={label} />;
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2">
      {before === undefined ? null : (
        <del className="text-mute">
          <span className="sr-only">was </span>
          <Leaf value={before} of={`${key} before`} label={label} />
        </del>
      )}
      {after === undefined ? null : (
        <ins className="font-bold no-underline">
          <span className="sr-only">now </span>
          <Leaf value={after} of={`${key} after`} label={label} />
        </ins>
      )}
      {change === "changed" ? null : <span className="font-sans text-xs text-mute">{change}</span>}
    </span>
  );
}
