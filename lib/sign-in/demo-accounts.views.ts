import { db } from "@/lib/platform/db/client";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { permissionsOf, type Role, roles, roleTitles } from "@/lib/platform/permissions.rules";
import { isDemoAddress } from "@/lib/sessions/sign-in.rules";

export interface DemoWorkspace {
  slug: string;
  name: string;
  accounts: { email: string; name: string; roleTitle: string }[];
}

/** The demo's own cast by workspace, in the order of the roles. People invited into a demo workspace are not among them. */
export async function listDemoAccounts(): Promise<DemoWorkspace[]> {
  const workspaces = await db().workspace.findMany({
    where: { demo: true },
    orderBy: { slug: "asc" },
    select: { id: true, slug: true, name: true },
  });
  const members = await db().membership.findMany({
    where: { workspaceId: { in: workspaces.map((w) => w.id) }, deactivatedAt: null },
    include: { person: { select: { email: true, name: true } } },
  });
  return workspaces.map(({ id, slug, name }) => ({
    slug,
    name,
    accounts: members
      .filter((m) => m.workspaceId === id && isDemoAddress(m.person.email, slug))
      .map((m) => ({ email: m.person.email, name: m.person.name, role: m.role as Role }))
      .sort((a, b) => roles.indexOf(a.role) - roles.indexOf(b.role) || a.email.localeCompare(b.email))
      .map(({ role, ...account }) => ({ ...account, roleTitle: roleTitles[role] })),
  }));
}

/** The administrator of the demo's own cast, in whose name the demo keeps house; undefined where it is not a demo workspace. */
export async function demoAdministrator(slug: string): Promise<PersonCaller | undefined> {
  const workspace = await db().workspace.findFirst({ where: { slug, demo: true }, select: { id: true } });
  if (!workspace) return undefined;
  const members = await db().membership.findMany({
    where: { workspaceId: workspace.id, role: "admin", deactivatedAt: null },
    include: { person: true },
  });
  const found = members.find((m) => isDemoAddress(m.person.email, slug))?.person;
  if (!found) return undefined;
  return {
    kind: "person",
    workspaceId: workspace.id,
    workspaceSlug: slug,
    personId: found.id,
    personName: found.name,
    email: found.email,
    role: "admin",
    permissions: permissionsOf("admin"),
  };
}
