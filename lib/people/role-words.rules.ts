import { can, type Permission, type Role } from "@/lib/platform/permissions.rules";

/** What a role may do beyond reading, in the order in which it is listed. `unless`: said already by a wider one. */
const duties: readonly { permission: Permission; words: string; unless?: Permission }[] = [
  { permission: "action:decide", words: "decides held actions" },
  { permission: "action:decide_escalated", words: "decides what is escalated to them", unless: "action:decide" },
  { permission: "action:comment", words: "comments on actions" },
  { permission: "stop:pull", words: "stops agents" },
  { permission: "stop:rearm", words: "re-arms them" },
  { permission: "agent:manage", words: "registers and changes agents" },
  { permission: "key:manage", words: "issues their keys" },
  { permission: "catalog:manage", words: "changes the catalog" },
  { permission: "budget:manage", words: "sets budgets" },
  { permission: "alarm:acknowledge", words: "hears of alarms" },
  { permission: "audit:read", words: "reads the audit log" },
  { permission: "person:manage", words: "manages people and teams" },
  { permission: "workspace:manage", words: "changes the workspace's settings" },
];

const list = new Intl.ListFormat("en-GB");

/** What somebody of a role may do, in one sentence, made from the permission table: it cannot say anything else than what holds. */
export function roleWords(role: Role): string {
  const told = duties
    .filter(({ permission, unless }) => can(role, permission) && !(unless !== undefined && can(role, unless)))
    .map(({ words }) => words);
  const sentence = told.length > 0 ? list.format(told) : "reads, and changes nothing";
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}
