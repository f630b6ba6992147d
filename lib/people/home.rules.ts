import { routes } from "@/lib/platform/routes";
import type { Role } from "./permissions.rules";

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
