import { DoingsLink } from "@/components/people/doings-link";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import type { Action } from "@/lib/gate/action.schemas";

export interface SettlingNoteProps {
  settling: NonNullable<Action["settling"]>;
  myId: string;
  onUndo: () => void;
}

/** An approval in its grace period: whose it is, and the way back for the one who gave it. */
export function SettlingNote({ settling, myId, onUndo }: SettlingNoteProps) {
  const mine = settling.by.id === myId;
  const did = settling.outcome === "edit" ? "edited and approved this" : "approved this";
  return (
    <div role="status" className="flex flex-col gap-2.5">
      <p className="text-md">
        <b className="font-semibold">
          <DoingsLink personId={settling.by.id}>{mine ? "You" : settling.by.name}</DoingsLink>
        </b>{" "}
        {did}.
        <span className="block text-base text-mute">{mine ? "Until it is final you can take it back." : "Until it is final only they can take it back."}</span>
      </p>
      {mine ? (
        <Button onClick={onUndo} className="h-[38px] justify-between! px-3">
          Take it back <Kbd>U</Kbd>
        </Button>
      ) : null}
    </div>
  );
}
