import { shortId } from "@/lib/platform/format";

/** Who did it: their name as it is today, or what the log holds where nobody has that id any more. */
export function ActorName({ actor }: { actor: { type: string; id: string; name: string | null } }) {
  if (actor.name !== null) return <>{actor.name}</>;
  return (
    <>
      <span className="text-ink-soft">{actor.type}</span> <span className="text-mono text-mute">{shortId(actor.id)}</span>
    </>
  );
}
