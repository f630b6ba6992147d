import { pool } from "@/lib/platform/db/client";
import { demoIsOff } from "@/lib/platform/env";
import type { Role } from "@/lib/platform/permissions.rules";

/** One active membership of the person a credential belongs to. */
export interface KnownMembership {
  workspaceId: string;
  workspaceSlug: string;
  workspaceName: string;
  role: Role;
}

/** What a credential says about its holder, read in one query. */
export interface KnownPerson {
  personId: string;
  personName: string;
  email: string;
  /** Null for people who sign in by an identity provider only. */
  passwordHash: string | null;
  lastSeenAt: Date | null;
  expiresAt: Date;
  revokedAt: Date | null;
  memberships: KnownMembership[];
  /** Whether one of their memberships is left out because it is in a workspace of the demo, which is off. */
  demoClosed: boolean;
}
export interface KnownToken extends KnownPerson {
  tokenId: string;
  /** The rights the token was narrowed to; empty for all that the role has. */
  narrowedTo: string[];
}

interface Row {
  person_id: string;
  person_name: string;
  email: string;
  password_hash: string | null;
  seen_at: Date | null;
  expires_at: Date;
  revoked_at: Date | null;
  workspace_id: string | null;
  workspace_slug: string | null;
  workspace_name: string | null;
  workspace_demo: boolean | null;
  role: Role | null;
}
interface TokenRow extends Row {
  token_id: string;
  permissions: string[];
}

const personColumns = `p.id AS person_id, p.name AS person_name, p.email, p.password_hash,
  w.id AS workspace_id, w.slug AS workspace_slug, w.name AS workspace_name, w.demo AS workspace_demo, m.role`;

const bySession = `SELECT ${personColumns}, s.last_seen_at AS seen_at, s.expires_at, s.revoked_at
  FROM sessions s JOIN people p ON p.id = s.person_id
  LEFT JOIN memberships m ON m.person_id = p.id AND m.deactivated_at IS NULL
  LEFT JOIN workspaces w ON w.id = m.workspace_id
  WHERE s.id = $1 ORDER BY w.name, w.id`;

const byToken = `SELECT ${personColumns}, t.id AS token_id, t.permissions, t.last_used_at AS seen_at, t.expires_at, t.revoked_at
  FROM personal_tokens t JOIN people p ON p.id = t.person_id
  LEFT JOIN memberships m ON m.person_id = p.id AND m.workspace_id = t.workspace_id AND m.deactivated_at IS NULL
  LEFT JOIN workspaces w ON w.id = m.workspace_id
  WHERE t.hash = $1`;

function knownPerson(rows: Row[]): KnownPerson | undefined {
  const [first] = rows;
  if (!first) return undefined;
  const isClosed = (r: Row) => demoIsOff() && r.workspace_demo === true;
  return {
    demoClosed: rows.some(isClosed),
    personId: first.person_id,
    personName: first.person_name,
    email: first.email,
    passwordHash: first.password_hash,
    lastSeenAt: first.seen_at,
    expiresAt: first.expires_at,
    revokedAt: first.revoked_at,
    memberships: rows.flatMap((r) =>
      !isClosed(r) && r.workspace_id && r.workspace_slug && r.workspace_name && r.role
        ? [
            {
              workspaceId: r.workspace_id,
              workspaceSlug: r.workspace_slug,
              workspaceName: r.workspace_name,
              role: r.role,
            },
          ]
        : [],
    ),
  };
}

export async function personOfSession(sessionId: string): Promise<KnownPerson | undefined> {
  const { rows } = await pool().query<Row>({ name: "person_by_session", text: bySession, values: [sessionId] });
  return knownPerson(rows);
}

export async function personOfToken(hash: Uint8Array): Promise<KnownToken | undefined> {
  const { rows } = await pool().query<TokenRow>({
    name: "person_by_token",
    text: byToken,
    values: [Buffer.from(hash)],
  });
  const known = knownPerson(rows);
  const [first] = rows;
  return known && first ? { ...known, tokenId: first.token_id, narrowedTo: first.permissions } : undefined;
}

/** Notes that a credential was used; at most once a minute, so that reading stays reading. */
export async function noteUse(
  kind: "session" | "token",
  id: string,
  lastSeenAt: Date | null,
  now: Date,
): Promise<void> {
  if (lastSeenAt && now.getTime() - lastSeenAt.getTime() < 60_000) return;
  const text =
    kind === "session"
      ? "UPDATE sessions SET last_seen_at = $2 WHERE id = $1 AND last_seen_at < $2"
      : "UPDATE personal_tokens SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2)";
  await pool().query(text, [id, now]);
}
