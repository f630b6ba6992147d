import { pool } from "@/lib/platform/db/client";
import { ForbiddenError, UnauthenticatedError } from "@/lib/platform/errors";
import { hashToken, isWellFormed } from "@/lib/platform/auth/token-format";
import { bearerToken } from "@/lib/platform/http/authenticators";
import type { AgentCaller, Authenticator } from "@/lib/platform/http/caller";
import { processWide } from "@/lib/platform/process-wide";
import type { AgentStatus, Principal } from "@/lib/gate/subject.rules";
import type { Scope } from "./agent.rules";
import { noteKeyUse } from "./key-use.service";

/** Who a key or run token belongs to, read at one epoch of the workspace. */
export interface KnownPrincipal extends Principal {
  epoch: number;
  scopes: readonly string[];
  keyExpiresAt: number;
  keyRevokedAt: number | null;
  runExpiresAt: number | null;
  runEndedAt: number | null;
}

interface Row {
  workspace_id: string;
  epoch: string;
  agent_id: string;
  agent_name: string;
  kind: string;
  status: AgentStatus;
  key_id: string;
  scopes: string[];
  expires_at: Date;
  revoked_at: Date | null;
  run_id: string | null;
  run_expires_at: Date | null;
  run_ended_at: Date | null;
}

const columns = `k.workspace_id, w.epoch, a.id AS agent_id, a.name AS agent_name, a.kind, a.status, k.id AS key_id, k.scopes, k.expires_at, k.revoked_at`;
const byKey = `SELECT ${columns}, NULL AS run_id, NULL::timestamptz AS run_expires_at, NULL::timestamptz AS run_ended_at
  FROM api_keys k JOIN agents a ON a.id = k.agent_id JOIN workspaces w ON w.id = k.workspace_id WHERE k.hash = $1`;
const byRun = `SELECT ${columns}, r.id AS run_id, r.expires_at AS run_expires_at, r.ended_at AS run_ended_at
  FROM runs r JOIN api_keys k ON k.id = r.key_id JOIN agents a ON a.id = r.agent_id JOIN workspaces w ON w.id = r.workspace_id WHERE r.token_hash = $1`;

const maxCached = 50_000;

function cache(): Map<string, KnownPrincipal> {
  return processWide("principals", () => new Map<string, KnownPrincipal>());
}

async function load(token: string): Promise<KnownPrincipal | undefined> {
  const isRun = isWellFormed(token, "sbr");
  const { rows } = await pool().query<Row>({
    name: isRun ? "principal_by_run" : "principal_by_key",
    text: isRun ? byRun : byKey,
    values: [Buffer.from(hashToken(token))],
  });
  const row = rows[0];
  const known = cache();
  if (!row) {
    known.delete(token);
    return undefined;
  }
  const principal: KnownPrincipal = {
    workspaceId: row.workspace_id,
    epoch: Number(row.epoch),
    agentId: row.agent_id,
    agentName: row.agent_name,
    kind: row.kind,
    status: row.status,
    keyId: row.key_id,
    scopes: row.scopes,
    keyExpiresAt: row.expires_at.getTime(),
    keyRevokedAt: row.revoked_at?.getTime() ?? null,
    runId: row.run_id,
    runExpiresAt: row.run_expires_at?.getTime() ?? null,
    runEndedAt: row.run_ended_at?.getTime() ?? null,
  };
  if (known.size >= maxCached) known.clear();
  known.set(token, principal);
  return principal;
}

/** @throws 401 with the reason, which only somebody who holds the token learns. */
function requireValid(principal: KnownPrincipal | undefined, now = Date.now()): KnownPrincipal {
  if (!principal) throw new UnauthenticatedError("invalid_key", "This key is not known.");
  if (principal.keyRevokedAt !== null) throw new UnauthenticatedError("key_revoked", "This key was revoked.");
  if (principal.keyExpiresAt <= now) throw new UnauthenticatedError("key_expired", "This key has expired.");
  if (principal.runEndedAt !== null) throw new UnauthenticatedError("run_ended", "This run has ended, and its token with it.");
  if (principal.runExpiresAt !== null && principal.runExpiresAt <= now) throw new UnauthenticatedError("run_expired", "This run's time is up.");
  return principal;
}

/** The token of a request, where it is an agent's. @throws 401 for one that is malformed. */
function agentToken(request: Request): string | undefined {
  const token = bearerToken(request);
  if (token === undefined) return undefined;
  if (token.startsWith("sbp_")) return undefined;
  if (!isWellFormed(token, "sbx") && !isWellFormed(token, "sbr")) {
    throw new UnauthenticatedError("invalid_key", "This is not a Signalbox key: its form or checksum is wrong.");
  }
  return token;
}

function callerOf(principal: KnownPrincipal, scope: Scope): AgentCaller {
  if (!principal.scopes.includes(scope)) throw new ForbiddenError("missing_scope", `This key does not have the scope ${scope}.`);
  noteKeyUse(principal.keyId);
  return {
    kind: "agent",
    workspaceId: principal.workspaceId,
    agentId: principal.agentId,
    agentName: principal.agentName,
    keyId: principal.keyId,
    ...(principal.runId ? { runId: principal.runId } : {}),
    scopes: principal.scopes,
  };
}

/** Lets in agents whose key has the scope; the key is read from the database at every request. */
export function agent(scope: Scope): Authenticator<AgentCaller> {
  return {
    async authenticate(request) {
      const token = agentToken(request);
      return token === undefined ? undefined : callerOf(requireValid(await load(token)), scope);
    },
    describe: { agentScope: scope },
  };
}

/** An agent at the gate: what is remembered of its key, to be confirmed by the commit's epoch. */
export interface GateCaller extends AgentCaller {
  principal: KnownPrincipal;
  /** Reads the key again. @throws 401 when it is no longer valid. */
  reload(): Promise<KnownPrincipal>;
}

/**
 * The same for the gate, where the key may come from memory: revoking a key moves the epoch, so a verdict for a revoked key
 * cannot commit. An answer that commits nothing is confirmed by a fresh read (`confirm`).
 */
export function agentAtEpoch(scope: Scope): Authenticator<GateCaller> {
  return {
    async authenticate(request) {
      const token = agentToken(request);
      if (token === undefined) return undefined;
      const principal = requireValid(cache().get(token) ?? (await load(token)));
      return { ...callerOf(principal, scope), principal, reload: async () => requireValid(await load(token)) };
    },
    async confirm(caller) {
      await caller.reload();
    },
    describe: { agentScope: scope },
  };
}
