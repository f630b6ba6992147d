import { EvidenceSection } from "@/components/approvals/evidence/evidence-section";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { FoldedText } from "@/components/patterns/values/folded-text";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import { PersonName } from "@/components/people/person-name";
import { rejectReasons } from "@/lib/approvals/approval.rules";
import type { ActionHistory } from "@/lib/approvals/approval.schemas";
import { roleTitles } from "@/lib/platform/permissions.rules";

const verbs: Record<string, string> = {
  approve: "approved",
  edit: "edited and approved",
  reject: "rejected",
  escalate: "escalated",
};

export interface EvidenceVotesProps {
  votes: ActionHistory["votes"];
  teamName: (id: string) => string;
}

/** What people have said about this one so far: escalations with their notes, approvals that were withdrawn. */
export function EvidenceVotes({ votes, teamName }: EvidenceVotesProps) {
  if (votes.length === 0) return null;
  return (
    <EvidenceSection title="What people said so far">
      <ol>
        {votes.map((vote) => (
          <li key={vote.id} className="border-t border-line-soft px-3 py-2 first:border-t-0">
            <p>
              <b className="font-semibold">
                <PersonName of={vote.by} />
              </b>{" "}
              {verbs[vote.vote] ?? vote.vote}
              {vote.to ? (
                <>
                  {" "}
                  to <VotedTo to={vote.to} teamName={teamName} />
                </>
              ) : null}{" "}
              <span className="text-mute">· </span>
              <TimeAgo at={vote.at} className="text-mute" />
              {vote.withdrawnAt ? (
                <span className="text-mute">
                  {" "}
                  · withdrawn{" "}
                  {vote.withdrawnBy ? (
                    <>
                      by <PersonName of={vote.withdrawnBy} />{" "}
                    </>
                  ) : null}
                  <TimeAgo at={vote.withdrawnAt} />
                  {withdrawnWords(vote.withdrawnBecause)}
                </span>
              ) : null}
            </p>
            {vote.reason.code || vote.reason.text ? (
              <p className="mt-0.5 break-words whitespace-pre-wrap text-ink-soft">
                <FoldedText
                  of="Reason"
                  text={[reasonText(vote.reason.code), vote.reason.text].filter(Boolean).join(": ")}
                />
              </p>
            ) : null}
          </li>
        ))}
      </ol>
    </EvidenceSection>
  );
}

const withdrawals: Record<string, string> = {
  stopped: "a stop was pulled",
  cancelled: "the request was cancelled",
  voter_left: "they are no longer a member",
  voter_may_not: "they may no longer decide it",
  agent_not_active: "the agent is not active",
  type_changed: "the catalog’s entry was changed",
  judged_otherwise: "the interlocks answered differently when it settled",
};

/** Why, where it was not a person's own choice. */
function withdrawnWords(because: string | null): string {
  const words = because === null ? undefined : withdrawals[because];
  return words ? `, since ${words}` : "";
}

function VotedTo({
  to,
  teamName,
}: {
  to: NonNullable<ActionHistory["votes"][number]["to"]>;
  teamName: (id: string) => string;
}) {
  if (to.person) return <PersonName of={to.person} />;
  if (to.teamId) return <OutsideText text={teamName(to.teamId)} />;
  return Object.entries(roleTitles).find(([role]) => role === to.role)?.[1] ?? to.role ?? "others";
}

/** The words of a reason's code. */
export function reasonText(code: string | null | undefined): string | null {
  if (!code) return null;
  return rejectReasons.find((reason) => reason.code === code)?.text ?? code.replaceAll("_", " ");
}
