import type { PersonCaller } from "@/lib/platform/http/caller";
import { namesOfPerson } from "./on-behalf.rules";
import { asideCondition } from "./set-aside.views";

/**
 * The condition that an action `a` waits for the caller: `isForMe` of answerable.rules.ts and not set aside by them, asked of the row. The list, the counts and
 * the badge all ask by it. The workspace's rule and the caller's teams are read once for the statement, as it sees them.
 *
 * @param bind binds a value and gives its placeholder
 */
export function forMeCondition(caller: PersonCaller, bind: (value: unknown) => string): string {
  if (!caller.permissions.includes("action:decide_escalated")) return "FALSE";
  const [workspace, me, role] = [bind(caller.workspaceId), bind(caller.personId), bind(caller.role)];
  const names = `${bind(namesOfPerson(caller))}::text[]`;
  const teams = `ARRAY(SELECT t.team_id FROM team_members t WHERE t.workspace_id = ${workspace} AND t.person_id = ${me})`;
  const rule = `(SELECT w.own_action_rule FROM workspaces w WHERE w.id = ${workspace})`;

  const named = `(a.escalated_role = ${role} OR a.escalated_team_id = ANY(${teams}) OR a.escalated_person_id = ${me})`;
  const asked = caller.permissions.includes("action:decide")
    ? `((a.escalated_role IS NULL AND a.escalated_team_id IS NULL AND a.escalated_person_id IS NULL) OR ${named})`
    : named;
  // What was asked before rows knew the names has the subject's id itself.
  const forThem = `coalesce(a.on_behalf_names, ARRAY[lower(a.on_behalf_of->>'id')]) && ${names}`;
  const ofTheirTeam = `(${rule} = 'team' AND (a.owner_team_id = ANY(${teams}) OR (a.owner_team_id IS NOT NULL AND ${me} = ANY(a.former_owner_ids))))`;
  const own = `(${forThem} OR a.agent_created_by_id = ${me} OR a.key_created_by_id = ${me} OR ${ofTheirTeam})`;
  return `(${asked} AND (${rule} = 'off' OR ${own} IS NOT TRUE) AND NOT ${asideCondition(caller, bind)})`;
}
