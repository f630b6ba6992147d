import { PageLink } from "@/components/ui/page-link";
import { formatCount } from "@/lib/platform/format";
import { routes } from "@/lib/platform/routes";
import type { Stop } from "@/lib/stops/stop.schemas";

const figures = [
  ["denied", "denied since"],
  ["frozen", "waited when pulled"],
  ["permitsWithdrawn", "permits withdrawn"],
  ["withdrawn", "cancelled with it"],
] as const;

/** What a stop caught, in figures; a press shows the actions. */
export function CaughtLine({ stop: { id, caught } }: { stop: Pick<Stop, "id" | "caught"> }) {
  return (
    <PageLink
      href={routes.actions({ stopId: id })}
      className="inline-flex flex-wrap gap-x-4 gap-y-0.5 underline decoration-edge underline-offset-3 hover:decoration-current coarse:py-2"
    >
      <span className="sr-only">What it caught: </span>
      {figures
        .flatMap(([name, words]) => {
          const count = caught[name];
          // A figure that is not known, or of cancellations that were not asked for, is left out.
          return count === null || (name === "withdrawn" && count === 0) ? [] : [{ name, words, count }];
        })
        .map(({ name, words, count }) => (
          <span key={name} className="whitespace-nowrap text-ink-soft">
            <b className="text-ink tabular-nums">{formatCount(count)}</b> {words}
            <span className="sr-only">, </span>
          </span>
        ))}
    </PageLink>
  );
}
