import { clsx } from "clsx";

/** The place where something will stand. Give it the size of what comes, so that nothing moves. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span aria-hidden="true" className={clsx("block animate-pulse rounded-sm bg-line", className ?? "h-4 w-full")} />
  );
}
