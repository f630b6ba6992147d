import { DoingsLink } from "@/components/people/doings-link";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import type { PresenceList } from "@/lib/approvals/approval.schemas";
import type { Action } from "@/lib/gate/action.schemas";

export interface ClaimLineProps {
  claim: Action["claim"];
  others: PresenceList["others"];
  myId: string;
  onClaim: () => void;
  onRelease: () => void;
}

/** Who is on it: a claim, colleagues who look at it, and the button to say "I am". */
export function ClaimLine({ claim, others, myId, onClaim, onRelease }: ClaimLineProps) {
  const mine = claim?.by.id === myId;
  return (
    <div className="flex flex-col gap-1.5">
      {others.length > 0 ? (
        <p role="status" className="flex items-center gap-2 text-ink-soft">
          <Avatar name={others[0]?.name ?? ""} />
          <span>{lookingWords(others.map((person) => person.name))}</span>
        </p>
      ) : null}
      <div className="flex items-center justify-between gap-2">
        <span className="min-w-0 text-ink-soft">{claim ? <Claimed by={claim.by} mine={mine} /> : <span className="text-mute">Nobody has claimed it</span>}</span>
        {claim && !mine ? null : (
          <Button size="sm" variant="quiet" onClick={mine ? onRelease : onClaim} className="-mr-2">
            {mine ? "Give back" : "Claim"} <Kbd>C</Kbd>
          </Button>
        )}
      </div>
    </div>
  );
}

function Claimed({ by, mine }: { by: { id: string; name: string }; mine: boolean }) {
  if (mine) return "Claimed by you";
  return (
    <>
      Claimed by <DoingsLink personId={by.id}>{by.name}</DoingsLink>
    </>
  );
}

function lookingWords(names: string[]): string {
  const [first = "", second] = names;
  if (names.length === 1) return `${first} is also looking`;
  return names.length === 2 ? `${first} and ${second} are also looking` : `${first} and ${names.length - 1} others are also looking`;
}
