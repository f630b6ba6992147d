"use client";

import { Fragment } from "react";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { countConcealed } from "@/lib/platform/concealed.rules";
import { formatQuantity } from "@/lib/platform/format";

/** Says above a value that it holds characters which nobody sees, how many, and where the first is. Draws nothing where it holds none. */
export function OutsideWarning({ value }: { value: unknown }) {
  const { count, first } = countConcealed(value);
  if (first === null) return null;
  return (
    <p role="note" className="border-b border-line-soft bg-caution-soft px-3 py-2 text-ink [overflow-wrap:anywhere]">
      <b className="font-semibold">Not what it looks like.</b> Holds {formatQuantity(count, "character")} that cannot be
      seen or that turn text around
      {first.length > 0 ? (
        <>
          , the first in{" "}
          {first.map((member, index) => (
            <Fragment key={index}>
              {index > 0 ? " › " : null}
              <span className="text-mono">
                {typeof member === "number" ? member + 1 : <OutsideText text={member} />}
              </span>
            </Fragment>
          ))}
        </>
      ) : null}
      . Each is shown by its name.
    </p>
  );
}
