/**
 * The one permission table for people: read by `person()` on the server and `useCan()` on the screen.
 * Agents have scopes instead; see lib/keys/key.rules.
 */
export const roles = [
  "admin",
  "supervisor",
  "governance",
  "reliability",
  "context",
  "finops",
  "annotator",
  "viewer",
] as const;
export type Role = (typeof roles)[number];

export const permissions = [
  "workspace:read",
  "workspace:manage",
  "action:read",
  "action:decide",
  /** Decide what was escalated to oneself, one's role or team. */
  "action:decide_escalated",
  /** Write to colleagues about an action; it decides nothing. */
  "action:comment",
  "run:read",
  "agent:read",
  "agent:manage",
  "key:manage",
  "catalog:read",
  "catalog:manage",
  "stop:read",
  "stop:pull",
  "stop:rearm",
  "breaker:manage",
  "budget:read",
  "budget:manage",
  "audit:read",
  "alarm:read",
  "alarm:acknowledge",
  "person:read",
  "person:manage",
  "team:manage",
] as const;
export type Permission = (typeof permissions)[number];

const reading: readonly Permission[] = [
  "workspace:read",
  "action:read",
  "run:read",
  "agent:read",
  "catalog:read",
  "stop:read",
  "budget:read",
  "person:read",
];

/** Everybody who works here may say what they know of an action; a viewer only looks. */
const working: readonly Permission[] = [...reading, "action:comment"];

/** Those who are on duty hear of alarms, and say that they have. */
const onDuty: readonly Permission[] = ["alarm:read", "alarm:acknowledge"];

const table: Record<Role, readonly Permission[]> = {
  admin: permissions,
  supervisor: [...working, "action:decide", "action:decide_escalated", "stop:pull", "audit:read", ...onDuty],
  governance: [
    ...working,
    "action:decide_escalated",
    "agent:manage",
    "key:manage",
    "catalog:manage",
    "stop:pull",
    "stop:rearm",
    "breaker:manage",
    "budget:manage",
    "audit:read",
    ...onDuty,
  ],
  reliability: [
    ...working,
    "action:decide_escalated",
    "agent:manage",
    "stop:pull",
    "stop:rearm",
    "breaker:manage",
    "audit:read",
    ...onDuty,
  ],
  context: [...working, "stop:pull"],
  finops: [...working, "stop:pull", "budget:manage", "audit:read"],
  annotator: working,
  viewer: reading,
};

export function permissionsOf(role: Role): readonly Permission[] {
  return table[role];
}

export function can(role: Role, permission: Permission): boolean {
  return table[role].includes(permission);
}

export const roleTitles: Record<Role, string> = {
  admin: "Administrator",
  supervisor: "Supervisor",
  governance: "Governance officer",
  reliability: "Reliability engineer",
  context: "Context engineer",
  finops: "FinOps lead",
  annotator: "Annotator",
  viewer: "Viewer",
};
