import { useQuery } from "@tanstack/react-query";
import { useDecision } from "@/components/approvals/decision/decision-context";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { PersonName } from "@/components/people/person-name";
import { owningTeamsQuery } from "@/lib/agents/agent.client";
import { whoDecides } from "@/lib/approvals/who-decides.rules";
import { roleTitles } from "@/lib/platform/permissions.rules";

/** For who may not decide it: who can, in the place of the answers. */
export function WhoDecides() {
  const { action, history } = useDecision();
  const named = history ? whoDecides(action.escalation, history.couldAnswer) : null;
  const teamId = named?.teamId ?? null;
  const teams = useQuery({ ...owningTeamsQuery(), enabled: teamId !== null, retry: false });
  if (named === null) return null;
  const team = teams.data?.items.find(({ id }) => id === teamId)?.name ?? "the team it was escalated to";
  const roles = named.roles.map((role) => `${roleTitles[role]}s`).join(" and ");
  const first =
    named.person !== null ? <PersonName of={named.person} /> : teamId !== null ? <OutsideText text={team} /> : null;
  return (
    <p role="note" aria-label="Who can decide it">
      <span className="text-mute">Who can decide it: </span>
      {first}
      {first !== null && roles !== "" ? ", " : null}
      {first === null && roles === "" ? "nobody in this workspace" : roles}
    </p>
  );
}
