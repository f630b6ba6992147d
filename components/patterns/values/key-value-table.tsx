import { clsx } from "clsx";
import type { ReactNode } from "react";

export interface KeyValueRow {
  key: string;
  label: ReactNode;
  value: ReactNode;
  /** What will be executed or compared: monospaced. */
  mono?: boolean;
  /** A quiet line under the label: the schema's description. */
  hint?: ReactNode;
}

export interface KeyValueTableProps {
  rows: ReadonlyArray<KeyValueRow>;
  /** What the table holds, for screen readers. */
  caption: string;
  className?: string;
}

/** Names at the left, values at the right. */
export function KeyValueTable({ rows, caption, className }: KeyValueTableProps) {
  return (
    <table className={clsx("w-full border-collapse", className)}>
      <caption className="sr-only">{caption}</caption>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key} className="border-t border-line-soft first:border-t-0">
            <th
              scope="row"
              className="w-[190px] px-3 py-[7px] text-left align-top font-normal text-mute max-sm:w-[110px]"
            >
              <span className="[overflow-wrap:anywhere]">{row.label}</span>
              {row.hint ? <span className="block text-xs">{row.hint}</span> : null}
            </th>
            <td className={clsx("px-3 py-[7px] align-top [overflow-wrap:anywhere]", row.mono && "text-mono")}>
              {row.value}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
