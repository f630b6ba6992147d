import type { Permission } from "@/lib/platform/permissions.rules";
import { routes } from "@/lib/platform/routes";

export type CountName = "approvals";

export interface NavigationItem {
  id: "board" | "approvals" | "actions" | "runs" | "agents" | "catalog" | "controls" | "audit" | "people" | "settings";
  label: string;
  href: string;
  /** Without it the item is not shown. */
  permission: Permission;
  /** G, then this letter, goes there. */
  letter: string;
  count?: CountName;
}

export interface NavigationGroup {
  label: string;
  items: NavigationItem[];
}

/** The rail, grouped by what one comes to do. */
const navigation: NavigationGroup[] = [
  {
    label: "Watch",
    items: [
      { id: "board", label: "Board", href: routes.board(), permission: "action:read", letter: "b" },
      {
        id: "approvals",
        label: "Approvals",
        href: routes.approvals(),
        permission: "action:read",
        letter: "a",
        count: "approvals",
      },
      { id: "actions", label: "Actions", href: routes.actions(), permission: "action:read", letter: "l" },
      { id: "runs", label: "Runs", href: routes.runs(), permission: "run:read", letter: "r" },
    ],
  },
  {
    label: "Govern",
    items: [
      { id: "agents", label: "Agents", href: routes.agents(), permission: "agent:read", letter: "g" },
      { id: "catalog", label: "Catalog", href: routes.catalog(), permission: "catalog:read", letter: "c" },
      { id: "controls", label: "Controls", href: routes.controls(), permission: "stop:read", letter: "o" },
    ],
  },
  {
    label: "Prove",
    items: [{ id: "audit", label: "Audit", href: routes.audit(), permission: "audit:read", letter: "u" }],
  },
  {
    label: "Admin",
    items: [
      { id: "people", label: "People", href: routes.people(), permission: "person:read", letter: "p" },
      { id: "settings", label: "Settings", href: routes.settings(), permission: "workspace:manage", letter: "s" },
    ],
  },
];

/** What somebody with these permissions sees: items they cannot use are not there, and no empty group is. */
export function visibleNavigation(permissions: ReadonlyArray<Permission>): NavigationGroup[] {
  return navigation
    .map((group) => ({ ...group, items: group.items.filter((item) => permissions.includes(item.permission)) }))
    .filter((group) => group.items.length > 0);
}

/** Whether a page belongs to an item: the page itself or one below it. */
export function isWithin(pathname: string, href: string): boolean {
  return pathname === href || pathname.startsWith(`${href}/`);
}
