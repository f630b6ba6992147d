import { clsx } from "clsx";
import type { ReactNode } from "react";
import { Unfolding } from "@/components/patterns/outside/clamped";

export interface PageHeaderProps {
  title: ReactNode;
  /** One quiet line beside the title: the window, the count, the scope. */
  meta?: ReactNode;
  /** What stands above the title: where this belongs, with links. */
  above?: ReactNode;
  /** A sentence or two under it. */
  description?: ReactNode;
  /** Buttons at the right. */
  actions?: ReactNode;
  className?: string;
}

/** The head of a page: what this is, at a glance, and what can be done. */
export function PageHeader({ title, meta, above, description, actions, className }: PageHeaderProps) {
  return (
    <header className={clsx("mb-4 flex flex-wrap items-end justify-between gap-x-6 gap-y-3", className)}>
      <div className="min-w-0">
        {above ? <div className="mb-1 flex flex-wrap items-center gap-x-2 text-mute">{above}</div> : null}
        <div className="flex flex-wrap items-baseline gap-x-3.5 gap-y-0.5">
          <h1 className="min-w-0 text-xl font-[650] tracking-[-0.015em]">
            <Unfolding>{title}</Unfolding>
          </h1>
          {meta ? <div className="text-mute tabular-nums">{meta}</div> : null}
        </div>
        {description ? (
          <div className="mt-1 max-w-[72ch] text-ink-soft">
            <Unfolding>{description}</Unfolding>
          </div>
        ) : null}
      </div>
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </header>
  );
}
