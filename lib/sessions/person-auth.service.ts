import { requireSameOrigin } from "@/lib/platform/auth/same-origin";
import {
  cookieValue,
  sessionCookieName,
  sessionIdleSeconds,
  sessionIdOf,
} from "@/lib/platform/credentials/session-cookie";
import { hashToken, isWellFormed } from "@/lib/platform/credentials/token-format";
import { db, type Tx } from "@/lib/platform/db/client";
import { AppError, ForbiddenError, NotFoundError, UnauthenticatedError } from "@/lib/platform/errors";
import { bearerToken } from "@/lib/platform/http/authenticators";
import type { Authenticator, PersonCaller } from "@/lib/platform/http/caller";
import { can, type Permission, permissionsOf, type Role, roleTitles, roles } from "@/lib/platform/permissions.rules";
import {
  type KnownMembership,
  type KnownPerson,
  type KnownToken,
  noteUse,
  personOfSession,
  personOfToken,
} from "./credential.views";
import { isOpenToEverybody } from "./demo-password.service";

export const workspaceHeader = "signalbox-workspace";

function callerOf(known: KnownPerson, membership: KnownMembership): PersonCaller {
  return {
    kind: "person",
    workspaceId: membership.workspaceId,
    workspaceSlug: membership.workspaceSlug,
    personId: known.personId,
    personName: known.personName,
    email: known.email,
    role: membership.role,
    permissions: permissionsOf(membership.role),
  };
}

/** @throws 401 `demo_off` for who is nobody outside of the demo, or has its password, while it is off. */
async function requireOutsideDemo({ demoClosed, memberships, passwordHash }: KnownPerson): Promise<void> {
  if ((demoClosed && memberships.length === 0) || (await isOpenToEverybody(passwordHash))) {
    throw new UnauthenticatedError("demo_off", "This belongs to the demo, which is off on this installation.");
  }
}

/** @throws 401 `session_ended` for one that was ended, has run out or was idle for too long, `demo_off`. */
export async function personBySession(sessionId: string, now = new Date()): Promise<KnownPerson> {
  const known = await personOfSession(sessionId);
  const idleSince = known?.lastSeenAt ? now.getTime() - known.lastSeenAt.getTime() : 0;
  if (!known || known.revokedAt || known.expiresAt <= now || idleSince > sessionIdleSeconds * 1000) {
    throw new UnauthenticatedError("session_ended", "This session has ended. Sign in again.");
  }
  await requireOutsideDemo(known);
  await noteUse("session", sessionId, known.lastSeenAt, now);
  return known;
}

async function personByToken(token: string, now: Date): Promise<KnownToken> {
  const known = isWellFormed(token, "sbp") ? await personOfToken(hashToken(token)) : undefined;
  if (!known)
    throw new UnauthenticatedError("invalid_token", "This is not a personal access token that Signalbox issued.");
  if (known.revokedAt) throw new UnauthenticatedError("token_revoked", "This token was revoked.");
  if (known.expiresAt <= now) throw new UnauthenticatedError("token_expired", "This token has expired.");
  await requireOutsideDemo(known);
  await noteUse("token", known.tokenId, known.lastSeenAt, now);
  return known;
}

/** @throws 404 for a workspace the person has no active membership in, 400 `workspace_required`, 403 `no_workspace`. */
export function chooseMembership(known: KnownPerson, named: string | null): KnownMembership {
  const { memberships } = known;
  if (named !== null) {
    const found = memberships.find((m) => m.workspaceSlug === named);
    if (!found) throw new NotFoundError("This workspace");
    return found;
  }
  const [only, another] = memberships;
  if (!only) throw new ForbiddenError("no_workspace", "You are not an active member of any workspace.");
  if (another) {
    const slugs = memberships.map((m) => m.workspaceSlug).join(", ");
    throw new AppError(
      "workspace_required",
      `You belong to several workspaces (${slugs}): name one with the header Signalbox-Workspace.`,
    );
  }
  return only;
}

/** The workspace a request names: by header, or, where a browser cannot send one (event streams, downloads), by `?workspace=`. */
function namedWorkspace(request: Request): string | null {
  const header = request.headers.get(workspaceHeader);
  if (header !== null || request.method !== "GET") return header;
  return new URL(request.url).searchParams.get("workspace");
}

/** Who the console's cookie belongs to, or undefined without one. @throws 401 `session_ended`, 403 `cross_site`. */
async function personOfCookie(request: Request): Promise<{ sessionId: string; known: KnownPerson } | undefined> {
  const sessionId = await sessionIdOf(cookieValue(request.headers.get("cookie"), sessionCookieName()));
  if (sessionId === undefined) return undefined;
  requireSameOrigin(request);
  return { sessionId, known: await personBySession(sessionId) };
}

/** The e-mail address of the cookie's holder, where nobody has to be signed in. @throws 403 `cross_site` */
export async function emailOfCookie(request: Request): Promise<string | undefined> {
  try {
    return (await personOfCookie(request))?.known.email;
  } catch (error) {
    if (error instanceof UnauthenticatedError) return undefined;
    throw error;
  }
}

async function authenticatePerson(request: Request): Promise<PersonCaller | undefined> {
  const named = namedWorkspace(request);
  const token = bearerToken(request);
  if (token === undefined) {
    const found = await personOfCookie(request);
    return found && { ...callerOf(found.known, chooseMembership(found.known, named)), sessionId: found.sessionId };
  }
  if (!token.startsWith("sbp_")) return undefined;
  const known = await personByToken(token, new Date());
  const caller = callerOf(known, chooseMembership(known, named));
  const { narrowedTo } = known;
  return narrowedTo.length === 0
    ? caller
    : { ...caller, permissions: caller.permissions.filter((p) => narrowedTo.includes(p)) };
}

/** Which roles have a right, and who gives them. */
function whoHas(permission: Permission): string {
  const titles = roles.filter((role) => can(role, permission)).map((role) => `${roleTitles[role]}s`);
  return `${new Intl.ListFormat("en-GB").format(titles)} have it; an administrator gives roles under People.`;
}

/** @throws 403 `forbidden` naming the right that is missing, who has it and who gives it. */
export function requirePermission(caller: PersonCaller, permission: Permission): void {
  if (!caller.permissions.includes(permission)) {
    throw new ForbiddenError(
      "forbidden",
      `This needs the right ${permission}, which you do not have in this workspace. ${whoHas(permission)}`,
    );
  }
}

/**
 * Lets in people whose role in the named workspace has the permission: by the console's cookie or a personal access token.
 * Session, person, membership and role are read from the database at every request, so what was revoked is refused at once.
 */
export function person(permission: Permission): Authenticator<PersonCaller> {
  return {
    async authenticate(request) {
      const caller = await authenticatePerson(request);
      if (caller) requirePermission(caller, permission);
      return caller;
    },
    describe: { permission },
  };
}

/** Lets in every member of the workspace, whatever the role: for what concerns nobody but the caller. */
export function signedIn(): Authenticator<PersonCaller> {
  return { authenticate: authenticatePerson, describe: { session: true } };
}

/** The same, but only by the console's cookie: a token must not make tokens or change a password. */
export function signedInByCookie(): Authenticator<PersonCaller> {
  return {
    async authenticate(request) {
      const caller = await authenticatePerson(request);
      if (caller && caller.sessionId === undefined) {
        throw new ForbiddenError("session_required", "This is done in the console, not with a token.");
      }
      return caller;
    },
    describe: { session: true, cookieOnly: true },
  };
}

/**
 * Asks again, inside a transaction that changes something, whether the caller still has the right: a role or membership that
 * was taken away after the request began is not used. Changes of roles take the workspace's exclusive lock, so under
 * `underEpoch` the answer holds until the commit.
 * @throws 403 `forbidden`
 */
export async function confirmPermission(tx: Tx, caller: PersonCaller, permission: Permission): Promise<PersonCaller> {
  const membership = await tx.membership.findUnique({
    where: { workspaceId_personId: { workspaceId: caller.workspaceId, personId: caller.personId } },
    select: { role: true, deactivatedAt: true },
  });
  const allowed = membership && !membership.deactivatedAt && can(membership.role as Role, permission);
  if (!allowed || !caller.permissions.includes(permission)) throw new ForbiddenError();
  const role = membership.role as Role;
  return { ...caller, role, permissions: caller.permissions.filter((known) => can(role, known)) };
}

/** Whether a person has a right in a workspace at this moment: for what runs later than it was asked for. */
export async function hasPermission(workspaceId: string, personId: string, permission: Permission): Promise<boolean> {
  const membership = await db().membership.findUnique({
    where: { workspaceId_personId: { workspaceId, personId } },
    select: { role: true, deactivatedAt: true },
  });
  return membership !== null && !membership.deactivatedAt && can(membership.role as Role, permission);
}

/** The caller as the console's pages know them; the same rules as for a request. */
export async function callerOfSession(sessionId: string, workspace: string | undefined): Promise<PersonCaller> {
  const known = await personBySession(sessionId);
  const named = known.memberships.find((m) => m.workspaceSlug === workspace) ?? known.memberships[0];
  if (!named) throw new ForbiddenError("no_workspace", "You are not an active member of any workspace.");
  return { ...callerOf(known, named), sessionId };
}
