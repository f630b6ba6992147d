import { PersonName } from "@/components/people/person-name";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import type { Action } from "@/lib/actions/action.schemas";

export interface SettlingNoteProps {
  settling: NonNullable<Action["settling"]>;
  myId: string;
  /** May the reader take another's approval back? */
  mayWithdraw: boolean;
  onUndo: () => void;
}

/** An approval in its grace period: whose it is, and the way back for the one who gave it and for whoever is answerable. */
export function SettlingNote({ settling, myId, mayWithdraw, onUndo }: SettlingNoteProps) {
  const mine = settling.by.id === myId;
  const did = settling.outcome === "edit" ? "edited and approved this" : "approved this";
  return (
    <div role="status" className="flex flex-col gap-2.5">
      <p className="text-md">
        <b className="font-semibold">
          <PersonName of={settling.by}>{mine ? "You" : undefined}</PersonName>
        </b>{" "}
        {did}.
        <span className="block text-base text-mute">
          {mine
            ? "Until it is final you can take it back."
            : mayWithdraw
              ? "Until it is final they can take it back, and so can you."
              : "Until it is final they can take it back, and so can who may decide it or pull stops."}
        </span>
      </p>
      {mine ? (
        <Button onClick={onUndo} className="h-[38px] justify-between! px-3">
          Take it back <Kbd>U</Kbd>
        </Button>
      ) : mayWithdraw ? (
        <Button onClick={onUndo} className="h-[38px] justify-start! px-3">
          Withdraw their approval
        </Button>
      ) : null}
    </div>
  );
}
