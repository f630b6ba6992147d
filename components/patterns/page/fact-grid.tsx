import { clsx } from "clsx";
import type { ReactNode } from "react";
import { Figure } from "@/components/patterns/values/figure";

export interface Fact {
  label: ReactNode;
  value: ReactNode;
  /** What the value rests on: its unit, window or n. */
  detail?: ReactNode;
}

export interface FactGridProps {
  facts: ReadonlyArray<Fact>;
  /** Larger figures, for the head of a page. */
  large?: boolean;
  className?: string;
}

const shown = (value: ReactNode) => (typeof value === "string" ? <Figure text={value} /> : value);

/** A row of facts, divided by hairlines; wraps to two columns on a phone. */
export function FactGrid({ facts, large = false, className }: FactGridProps) {
  return (
    <dl
      className={clsx(
        "grid grid-cols-[repeat(auto-fit,minmax(min(100%,8.5rem),1fr))] overflow-hidden max-sm:grid-cols-2",
        className,
      )}
    >
      {facts.map((fact, index) => (
        <div
          key={index}
          className={clsx(
            "-mt-px -ml-px border-t border-l border-line-soft",
            large ? "px-3.5 py-[11px]" : "px-3 py-2.5",
            "max-sm:last:odd:col-span-2",
          )}
        >
          <dt className="text-xs text-mute">{fact.label}</dt>
          <dd
            className={clsx(
              "mt-px [overflow-wrap:anywhere] tabular-nums",
              large ? "text-2xl font-[650] tracking-[-0.02em]" : "font-semibold",
            )}
          >
            {shown(fact.value)}
          </dd>
          {fact.detail ? (
            <dd className="text-xs [overflow-wrap:anywhere] text-mute tabular-nums">{shown(fact.detail)}</dd>
          ) : null}
        </div>
      ))}
    </dl>
  );
}
