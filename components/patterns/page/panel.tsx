import { clsx } from "clsx";
import { type ReactNode, useId } from "react";

export interface PanelProps {
  children: ReactNode;
  /** The heading over the card. */
  title?: ReactNode;
  /** Quiet words beside the heading: window and n. */
  meta?: ReactNode;
  /** Buttons at the right of the heading. */
  actions?: ReactNode;
  /** Adds the inner padding; leave out for tables and grids that reach the edge. */
  padded?: boolean;
  /** The level of the heading, by where the panel stands. */
  level?: 2 | 3;
  className?: string;
}

/** A heading with a card under it: one subject of a page. */
export function Panel({ children, title, meta, actions, padded = false, level = 2, className }: PanelProps) {
  const headingId = useId();
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <section aria-labelledby={title ? headingId : undefined} className={clsx("min-w-0", className)}>
      {title || actions ? (
        <div className="mb-[7px] flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
          <div className="flex min-w-0 flex-wrap items-baseline gap-x-2.5">
            <Heading
              id={headingId}
              className={level === 2 ? "text-md font-semibold tracking-[-0.01em]" : "text-sm font-semibold text-mute"}
            >
              {title}
            </Heading>
            {meta ? <span className="text-sm text-mute tabular-nums">{meta}</span> : null}
          </div>
          {actions ? <div className="flex items-center gap-1.5">{actions}</div> : null}
        </div>
      ) : null}
      <Card padded={padded}>{children}</Card>
    </section>
  );
}

/** The white sheet that things stand on. */
export function Card({
  children,
  padded = false,
  className,
}: {
  children: ReactNode;
  padded?: boolean;
  className?: string;
}) {
  return (
    <div className={clsx("min-w-0 overflow-clip rounded-lg border border-line bg-panel", padded && "p-4", className)}>
      {children}
    </div>
  );
}
