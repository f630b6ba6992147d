import { useCommands } from "@/components/patterns/keys/commands";
import { PersonName } from "@/components/people/person-name";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import type { Action } from "@/lib/actions/action.schemas";
import type { PresenceList } from "@/lib/approvals/approval.schemas";
import type { NamedPerson } from "@/lib/platform/common.schemas";

export interface ClaimLineProps {
  claim: Action["claim"];
  others: PresenceList["others"];
  myId: string;
  /** Whether the reader may decide it, and so claim it. What they have claimed they may give back all the same. */
  offered: boolean;
  onToggle: () => void;
}

/** Who is on it: a claim, colleagues who look at it, and the button to say "I am". */
export function ClaimLine({ claim, others, myId, offered, onToggle }: ClaimLineProps) {
  const mine = claim?.by.id === myId;
  const toggles = mine || (offered && !claim);
  useCommands(
    toggles
      ? [
          {
            id: "claim",
            label: mine ? "Give this action back" : "Claim this action",
            group: "Approvals",
            keys: "c",
            run: onToggle,
          },
        ]
      : [],
  );
  return (
    <div className="flex flex-col gap-1.5">
      {others.length > 0 ? (
        <p role="status" className="flex items-center gap-2 text-ink-soft">
          <Avatar name={others[0]?.name ?? ""} />
          <span>
            <Looking others={others} />
          </span>
        </p>
      ) : null}
      <div className="flex items-center justify-between gap-2">
        <span className="min-w-0 text-ink-soft">
          {claim ? (
            <Claimed by={claim.by} mine={mine} />
          ) : offered ? (
            <span className="text-mute">Nobody has claimed it</span>
          ) : null}
        </span>
        {toggles ? (
          <Button size="sm" variant="quiet" onClick={onToggle} className="-mr-2">
            {mine ? "Give back" : "Claim"} <Kbd>C</Kbd>
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function Claimed({ by, mine }: { by: NamedPerson; mine: boolean }) {
  if (mine) return "Claimed by you";
  return (
    <>
      Claimed by <PersonName of={by} />
    </>
  );
}

function Looking({ others: [first, second, ...more] }: { others: PresenceList["others"] }) {
  if (!first) return null;
  if (!second) {
    return (
      <>
        <PersonName of={first} /> is also looking
      </>
    );
  }
  return (
    <>
      <PersonName of={first} /> and {more.length === 0 ? <PersonName of={second} /> : `${more.length + 1} others`} are
      also looking
    </>
  );
}
