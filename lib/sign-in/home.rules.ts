import type { Role } from "@/lib/platform/permissions.rules";
import { routes } from "@/lib/platform/routes";

/** Each role's own work: the page that the console opens on. It is one that the role may see. */
const homes: Record<Role, string> = {
  admin: routes.board(),
  supervisor: routes.approvals(),
  governance: routes.agents(),
  reliability: routes.board(),
  context: routes.runs(),
  finops: routes.board(),
  annotator: routes.runs(),
  viewer: routes.board(),
};

/** The page that the console opens on for somebody in this role. */
export function homeOf(role: Role): string {
  return homes[role];
}
