import { PersonName } from "@/components/people/person-name";
import { shortId } from "@/lib/platform/format";

/** Who did it: their name as it is today, or what the log holds where nobody has that id any more. */
export function ActorName({
  actor,
  tabbable = true,
}: {
  actor: { type: string; id: string; name: string | null };
  tabbable?: boolean;
}) {
  if (actor.name !== null) return <PersonName of={{ id: actor.id, name: actor.name }} as="hint" tabbable={tabbable} />;
  return (
    <>
      <span className="text-ink-soft">{actor.type}</span>{" "}
      <span className="text-mono text-mute">{shortId(actor.id)}</span>
    </>
  );
}
