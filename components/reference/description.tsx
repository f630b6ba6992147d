import { Fragment } from "react";
import { blocksOf, piecesOf } from "./description.rules";

/** A line with its names in the face of code. */
export function Words({ text }: { text: string }) {
  return piecesOf(text).map((piece, index) =>
    piece.isCode ? (
      <code key={index} className="text-mono break-words text-ink">
        {piece.text}
      </code>
    ) : (
      <Fragment key={index}>{piece.text}</Fragment>
    ),
  );
}

/** A table that becomes a list of its rows where there is no room for columns. */
function DescriptionTable({ head, rows }: { head: string[]; rows: string[][] }) {
  return (
    <table className="mt-2 block w-full text-sm sm:table">
      <thead className="hidden sm:table-header-group">
        <tr className="border-b border-line text-left text-mute">
          {head.map((cell) => (
            <th key={cell} scope="col" className="py-1 pr-4 font-medium">
              {cell}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="block sm:table-row-group">
        {rows.map((cells) => (
          <tr key={cells[0]} className="block border-b border-line-soft py-1.5 align-top last:border-0 sm:table-row">
            {cells.map((cell, index) => (
              <td key={head[index]} className="block break-words sm:table-cell sm:py-1.5 sm:pr-4">
                <Words text={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** An operation's description, written in the little Markdown that ours use. */
export function Description({ text }: { text: string }) {
  return blocksOf(text).map((block, index) =>
    block.kind === "table" ? (
      <DescriptionTable key={index} head={block.head} rows={block.rows} />
    ) : (
      <p key={index} className="mt-1 max-w-prose text-ink-soft">
        <Words text={block.text} />
      </p>
    ),
  );
}
