import { type AgentNow, agentNow } from "@/lib/gate/judge-again.service";
import { type Escalation, escalationTo, isOwnAction, mayAnswer, type Owned } from "@/lib/pending/answerable.rules";
import { mayDecideEscalated, type OwnActionRule } from "@/lib/pending/escalation.rules";
import { activeMembers } from "@/lib/pending/members.views";
import type { OnBehalfOf } from "@/lib/pending/on-behalf.rules";
import type { Action as ActionModel, Tx } from "@/lib/platform/db/client";
import { ForbiddenError, NotFoundError } from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";

export interface Decidable {
  action: ActionModel;
  graceSeconds: number;
  permitTtlSeconds: number;
  ownActionRule: OwnActionRule;
  agent: AgentNow;
  /** The workspace's epoch; under the lock it stays. */
  epoch: bigint;
  /** Why the caller may not decide it, if so. */
  refusal: ForbiddenError | null;
}

interface Circumstances {
  grace: number;
  permit_ttl: number;
  own_action_rule: OwnActionRule;
  epoch: bigint;
  teams: string[];
}

/** Whose own an action is, from its row. */
export function ownedOf(
  action: Pick<ActionModel, "onBehalfOf" | "agentCreatedById" | "keyCreatedById" | "ownerTeamId" | "formerOwnerIds">,
): Owned {
  const { agentCreatedById, keyCreatedById, ownerTeamId, formerOwnerIds } = action;
  return {
    onBehalfOf: action.onBehalfOf as OnBehalfOf | null,
    agentCreatedById,
    keyCreatedById,
    ownerTeamId,
    formerOwnerIds,
  };
}

/** Whom an action was escalated to, from its row. */
export function escalationOf({
  escalatedTeamId,
  escalatedRole,
  escalatedPersonId,
}: Pick<ActionModel, "escalatedRole" | "escalatedTeamId" | "escalatedPersonId">): Escalation {
  return escalationTo({ teamId: escalatedTeamId, role: escalatedRole, personId: escalatedPersonId });
}

/** Why one's own is refused, and, where nobody else here may decide it, the ways on: so an installation of one person is no dead end. */
async function ownRefusal(
  tx: Tx,
  caller: PersonCaller,
  rule: OwnActionRule,
  owned: Owned,
  escalation: Escalation,
): Promise<ForbiddenError> {
  const yours = "It was your own when it was asked: your agent, your key, your team's or on your behalf.";
  const others = (await activeMembers(tx, caller.workspaceId)).some(
    (member) => member.personId !== caller.personId && mayAnswer(rule, member, owned, escalation),
  );
  if (others) return new ForbiddenError("own_action", `${yours} Somebody else must decide.`);
  const setting = "“Anybody with the right may decide” on their own agents’ actions in Settings";
  const change = caller.permissions.includes("workspace:manage")
    ? `or choose ${setting}`
    : `or ask an administrator to choose ${setting}`;
  return new ForbiddenError(
    "own_action",
    `${yours} Nobody else in this workspace may decide it: invite somebody who may, such as a supervisor, ${change}.`,
  );
}

/** Reads an action with all that says whether this person may decide it. @throws 404 outside the workspace */
export async function decidable(tx: Tx, caller: PersonCaller, actionId: string): Promise<Decidable> {
  const action = await tx.action.findFirst({ where: { id: actionId, workspaceId: caller.workspaceId } });
  if (!action) throw new NotFoundError("This action");
  const [around] = await tx.$queryRaw<Circumstances[]>`
    SELECT w.grace_seconds AS grace, w.permit_ttl_seconds AS permit_ttl, w.own_action_rule, w.epoch,
      ARRAY(SELECT t.team_id FROM team_members t WHERE t.workspace_id = w.id AND t.person_id = ${caller.personId}) AS teams
    FROM workspaces w WHERE w.id = ${caller.workspaceId}`;
  if (!around) throw new NotFoundError("This action");

  const own = isOwnAction(
    around.own_action_rule,
    { personId: caller.personId, email: caller.email, teamIds: around.teams },
    ownedOf(action),
  );
  const escalation = escalationOf(action);
  const decides = caller.permissions.includes("action:decide_escalated");
  const rightful =
    decides &&
    mayDecideEscalated(
      {
        personId: caller.personId,
        role: caller.role,
        teamIds: around.teams,
        decidesAnything: caller.permissions.includes("action:decide"),
      },
      escalation,
    );
  const forbidden = !decides
    ? "Your role reads what is held and does not decide it."
    : escalation
      ? "This was escalated to others; they decide it."
      : "Your role decides only what is escalated to it.";
  const refusal =
    own && decides
      ? await ownRefusal(tx, caller, around.own_action_rule, ownedOf(action), escalation)
      : rightful
        ? null
        : new ForbiddenError("forbidden", forbidden);
  return {
    action,
    graceSeconds: around.grace,
    permitTtlSeconds: around.permit_ttl,
    ownActionRule: around.own_action_rule,
    agent: await agentNow(tx, actionId),
    epoch: around.epoch,
    refusal,
  };
}
