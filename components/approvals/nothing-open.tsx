import { clsx } from "clsx";

/** The two right panes while there is nothing to show in them. */
export function NothingOpen({ loading, className }: { loading: boolean; className?: string }) {
  return (
    <div className={clsx("items-center justify-center bg-canvas text-mute", className)}>
      {loading ? null : <p>What is held appears here with its evidence.</p>}
    </div>
  );
}
