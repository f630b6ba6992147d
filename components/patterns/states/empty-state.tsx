import { clsx } from "clsx";
import type { ReactNode } from "react";

export interface EmptyStateProps {
  title: ReactNode;
  /** Why it is empty, and what would fill it. */
  children?: ReactNode;
  action?: ReactNode;
  /** Set where this is all that the page has: its title is then the page's heading. */
  wholePage?: boolean;
  className?: string;
}

/** Nothing here: said plainly, with the next step where there is one. */
export function EmptyState({ title, children, action, wholePage = false, className }: EmptyStateProps) {
  const Title = wholePage ? "h1" : "p";
  return (
    <div className={clsx("flex flex-col items-center gap-1 px-6 py-12 text-center", className)}>
      <Title className="text-md font-semibold">{title}</Title>
      {children ? <div className="max-w-[52ch] text-pretty text-mute">{children}</div> : null}
      {action ? <div className="mt-3">{action}</div> : null}
    </div>
  );
}
