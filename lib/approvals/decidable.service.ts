import type { Action as ActionModel, Tx } from "@/lib/platform/db/client";
import { stopColumn } from "@/lib/gate/stop-in-scope.service";
import { ForbiddenError, NotFoundError } from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { isOwnAction, mayDecideEscalated, type OwnActionRule } from "./approval.rules";

export interface Decidable {
  action: ActionModel;
  graceSeconds: number;
  permitTtlSeconds: number;
  agentActive: boolean;
  /** The pulled stop that covers it. */
  stop: string | null;
  /** Why the caller may not decide it, if so. */
  refusal: ForbiddenError | null;
}

interface Circumstances {
  grace: number;
  permit_ttl: number;
  own_action_rule: OwnActionRule;
  agent_created_by: string | null;
  agent_team: string | null;
  agent_status: string;
  teams: string[];
  stop: string | null;
}

/** Reads an action with all that says whether this person may decide it. @throws 404 outside the workspace */
export async function decidable(tx: Tx, caller: PersonCaller, actionId: string): Promise<Decidable> {
  const action = await tx.action.findFirst({ where: { id: actionId, workspaceId: caller.workspaceId } });
  if (!action) throw new NotFoundError("This action");
  const [around] = await tx.$queryRaw<Circumstances[]>`
    SELECT w.grace_seconds AS grace, w.permit_ttl_seconds AS permit_ttl, w.own_action_rule, g.created_by_id AS agent_created_by,
      g.team_id AS agent_team, g.status AS agent_status, ${stopColumn} AS stop,
      ARRAY(SELECT t.team_id FROM team_members t WHERE t.workspace_id = w.id AND t.person_id = ${caller.personId}) AS teams
    FROM actions a JOIN workspaces w ON w.id = a.workspace_id JOIN agents g ON g.id = a.agent_id
    WHERE a.id = ${actionId} AND a.workspace_id = ${caller.workspaceId}`;
  if (!around) throw new NotFoundError("This action");

  const own = isOwnAction(
    around.own_action_rule,
    { personId: caller.personId, email: caller.email, teamIds: around.teams },
    { onBehalfOf: action.onBehalfOf as { type: string; id: string } | null, agentCreatedById: around.agent_created_by, agentTeamId: around.agent_team },
  );
  const escalation = action.escalatedRole || action.escalatedTeamId ? { role: action.escalatedRole, teamId: action.escalatedTeamId } : null;
  const rightful = mayDecideEscalated({ role: caller.role, teamIds: around.teams, decidesAnything: caller.permissions.includes("action:decide") }, escalation);
  const refusal = own
    ? new ForbiddenError("own_action", "You own this agent or it acts for you: somebody else must decide.")
    : rightful
      ? null
      : new ForbiddenError("forbidden", escalation ? "This was escalated to others; they decide it." : "Your role decides only what is escalated to it.");
  return { action, graceSeconds: around.grace, permitTtlSeconds: around.permit_ttl, agentActive: around.agent_status === "active", stop: around.stop, refusal };
}
