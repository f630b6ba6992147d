import { useQuery } from "@tanstack/react-query";
import { useDecision } from "@/components/approvals/decision/decision-context";
import { OutsideText } from "@/components/patterns/outside-text";
import { owningTeamsQuery } from "@/lib/agents/agent.client";
import { whoDecides } from "@/lib/approvals/who-decides.rules";
import { roleTitles } from "@/lib/people/permissions.rules";

/** For who may not decide it: who can, in the place of the answers. */
export function WhoDecides() {
  const { action, history } = useDecision();
  const named = history ? whoDecides(action.escalation, history.couldAnswer) : null;
  const teamId = named?.teamId ?? null;
  const teams = useQuery({ ...owningTeamsQuery(), enabled: teamId !== null, retry: false });
  if (named === null) return null;
  const team = teams.data?.items.find(({ id }) => id === teamId)?.name ?? "the team it was escalated to";
  const roles = named.roles.map((role) => `${roleTitles[role]}s`).join(" and ");
  return (
    <p role="note" aria-label="Who can decide it">
      <span className="text-mute">Who can decide it: </span>
      {teamId !== null ? (
        <>
          <OutsideText text={team} />
          {roles === "" ? null : ", "}
        </>
      ) : null}
      {roles === "" && teamId === null ? "nobody in this workspace" : roles}
    </p>
  );
}
