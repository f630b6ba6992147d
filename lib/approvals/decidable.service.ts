import type { Action as ActionModel } from "@/lib/platform/db/client";
import type { Tx } from "@/lib/platform/db/client";
import { ForbiddenError, NotFoundError } from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { isOwnAction, mayDecideEscalated, type OwnActionRule } from "./approval.rules";

export interface Decidable {
  action: ActionModel;
  graceSeconds: number;
  permitTtlSeconds: number;
  agentActive: boolean;
  /** Why the caller may not decide it, if so. */
  refusal: ForbiddenError | null;
}

/** Reads an action with all that says whether this person may decide it. @throws 404 outside the workspace */
export async function decidable(tx: Tx, caller: PersonCaller, actionId: string): Promise<Decidable> {
  const action = await tx.action.findFirst({ where: { id: actionId, workspaceId: caller.workspaceId } });
  if (!action) throw new NotFoundError("This action");
  const workspace = await tx.workspace.findUniqueOrThrow({ where: { id: caller.workspaceId } });
  const agent = await tx.agent.findUniqueOrThrow({ where: { id: action.agentId }, select: { createdById: true, teamId: true, status: true } });
  const teams = await tx.teamMember.findMany({ where: { workspaceId: caller.workspaceId, personId: caller.personId }, select: { teamId: true } });
  const teamIds = teams.map((t) => t.teamId);

  const own = isOwnAction(
    workspace.ownActionRule as OwnActionRule,
    { personId: caller.personId, email: caller.email, teamIds },
    { onBehalfOf: action.onBehalfOf as { type: string; id: string } | null, agentCreatedById: agent.createdById, agentTeamId: agent.teamId },
  );
  const escalation = action.escalatedRole || action.escalatedTeamId ? { role: action.escalatedRole, teamId: action.escalatedTeamId } : null;
  const rightful = mayDecideEscalated({ role: caller.role, teamIds, decidesAnything: caller.permissions.includes("action:decide") }, escalation);
  const refusal = own
    ? new ForbiddenError("own_action", "You own this agent or it acts for you: somebody else must decide.")
    : rightful
      ? null
      : new ForbiddenError("forbidden", escalation ? "This was escalated to others; they decide it." : "Your role decides only what is escalated to it.");
  return { action, graceSeconds: workspace.graceSeconds, permitTtlSeconds: workspace.permitTtlSeconds, agentActive: agent.status === "active", refusal };
}
