import { type Role, roles } from "@/lib/platform/permissions.rules";

/** One line of an identity provider's settings: this group gives this role in this workspace. */
export interface GroupRole {
  group: string;
  /** A workspace's slug. */
  workspace: string;
  role: string;
}

const isRole = (text: string): text is Role => (roles as readonly string[]).includes(text);

/**
 * The roles that a person's groups give, per workspace. Where several groups speak of one workspace the first line of the
 * settings wins, so that their order is a ranking. A line with an unknown role gives nothing.
 */
export function rolesByWorkspace(groups: readonly string[], lines: readonly GroupRole[]): Map<string, Role> {
  const given = new Map<string, Role>();
  for (const { group, workspace, role } of lines) {
    if (groups.includes(group) && isRole(role) && !given.has(workspace)) given.set(workspace, role);
  }
  return given;
}

/** The groups in a token's claim: a list of strings, or one string. Anything else is no group. */
export function groupsOf(claim: unknown): string[] {
  if (typeof claim === "string") return [claim];
  return Array.isArray(claim) ? claim.filter((g): g is string => typeof g === "string") : [];
}
