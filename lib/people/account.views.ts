import type { Page } from "@/lib/platform/common.schemas";
import { sessionIdleSeconds } from "@/lib/platform/credentials/session-cookie";
import { decodeCursor, encodeCursor } from "@/lib/platform/cursor";
import { db, type Prisma } from "@/lib/platform/db/client";
import { NotFoundError } from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";
import type { Permission, Role } from "@/lib/platform/permissions.rules";
import type { Me, OwnSession, OwnSessionQuery, PersonalToken } from "./account.schemas";
import { teamsOf } from "./people.views";

/** Who is calling, in the workspace they named. */
export async function getMe(caller: PersonCaller): Promise<Me> {
  const [person, memberships, workspace, teams, session] = await Promise.all([
    db().person.findUniqueOrThrow({ where: { id: caller.personId } }),
    db().membership.findMany({
      where: { personId: caller.personId, deactivatedAt: null },
      select: { workspaceId: true, role: true },
    }),
    db().workspace.findUniqueOrThrow({ where: { id: caller.workspaceId } }),
    teamsOf(caller.workspaceId, [caller.personId]),
    caller.sessionId
      ? db().session.findUnique({ where: { id: caller.sessionId }, select: { id: true, expiresAt: true } })
      : null,
  ]);
  const workspaces = await db().workspace.findMany({
    where: { id: { in: memberships.map((m) => m.workspaceId) } },
    select: { id: true, slug: true, name: true },
    orderBy: { name: "asc" },
  });
  const roleIn = new Map(memberships.map((m) => [m.workspaceId, m.role as Role]));
  return {
    person: {
      id: person.id,
      name: person.name,
      email: person.email,
      timeZone: person.timeZone,
      hasPassword: person.passwordHash !== null,
    },
    workspace: {
      id: workspace.id,
      slug: workspace.slug,
      name: workspace.name,
      demo: workspace.demo,
      graceSeconds: workspace.graceSeconds,
      ownActionRule: workspace.ownActionRule,
    },
    role: caller.role,
    permissions: [...caller.permissions],
    teams: teams.get(caller.personId) ?? [],
    // A token is bound to its workspace and tells of no other.
    workspaces: workspaces
      .filter((w) => caller.sessionId !== undefined || w.id === caller.workspaceId)
      .map((w) => ({ slug: w.slug, name: w.name, role: roleIn.get(w.id) ?? caller.role })),
    session: session && { id: session.id, expiresAt: session.expiresAt.toISOString() },
  };
}

/** The caller's sessions that can still be used, newest first. */
export async function listOwnSessions(caller: PersonCaller, query: OwnSessionQuery): Promise<Page<OwnSession>> {
  const after = decodeCursor(query.cursor, ["text"]);
  const now = new Date();
  const rows = await db().session.findMany({
    where: {
      personId: caller.personId,
      revokedAt: null,
      expiresAt: { gt: now },
      lastSeenAt: { gt: new Date(now.getTime() - sessionIdleSeconds * 1000) },
      ...(after ? { id: { lt: String(after[0]) } } : {}),
    },
    orderBy: { id: "desc" },
    take: query.limit + 1,
  });
  const shown = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? shown.at(-1) : undefined;
  return {
    items: shown.map((s) => ({
      id: s.id,
      current: s.id === caller.sessionId,
      method: s.method,
      userAgent: s.userAgent,
      createdAt: s.createdAt.toISOString(),
      lastSeenAt: s.lastSeenAt.toISOString(),
      expiresAt: s.expiresAt.toISOString(),
    })),
    nextCursor: last ? encodeCursor([last.id]) : null,
  };
}

export function asPersonalToken(row: Prisma.PersonalTokenGetPayload<object>): PersonalToken {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    permissions: row.permissions.length > 0 ? (row.permissions as Permission[]) : null,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}

async function tokenPage(workspaceId: string, personId: string, query: OwnSessionQuery): Promise<Page<PersonalToken>> {
  const after = decodeCursor(query.cursor, ["text"]);
  const rows = await db().personalToken.findMany({
    where: { workspaceId, personId, revokedAt: null, ...(after ? { id: { lt: String(after[0]) } } : {}) },
    orderBy: { id: "desc" },
    take: query.limit + 1,
  });
  const shown = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? shown.at(-1) : undefined;
  return { items: shown.map(asPersonalToken), nextCursor: last ? encodeCursor([last.id]) : null };
}

/** The caller's tokens for this workspace that are not revoked, newest first. */
export function listPersonalTokens(caller: PersonCaller, query: OwnSessionQuery): Promise<Page<PersonalToken>> {
  return tokenPage(caller.workspaceId, caller.personId, query);
}

/** The tokens of a member, active or not, as their administrators see them. @throws 404 for anybody who is no member here */
export async function listTokensOf(
  workspaceId: string,
  personId: string,
  query: OwnSessionQuery,
): Promise<Page<PersonalToken>> {
  if ((await db().membership.count({ where: { workspaceId, personId } })) === 0) throw new NotFoundError("This person");
  return tokenPage(workspaceId, personId, query);
}
