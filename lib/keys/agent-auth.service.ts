import { hashToken, isWellFormed } from "@/lib/platform/credentials/token-format";
import { pool, type Queryable, type Tx } from "@/lib/platform/db/client";
import { demoIsOff } from "@/lib/platform/env";
import { ForbiddenError, UnauthenticatedError } from "@/lib/platform/errors";
import { bearerToken } from "@/lib/platform/http/authenticators";
import type { AgentCaller, Authenticator } from "@/lib/platform/http/caller";
import { processWide } from "@/lib/platform/process-wide";
import { keyRefused, type KeyRefusal } from "./key-refusal";
import { noteKeyUse } from "./key-use.service";
import type { Scope } from "./key.rules";
import type { AgentStatus, Principal } from "./principal.rules";

/** Who a key or run token belongs to, read at one epoch of the workspace. */
export interface KnownPrincipal extends Principal {
  epoch: number;
  scopes: readonly string[];
  keyExpiresAt: number;
  keyRevokedAt: number | null;
  runExpiresAt: number | null;
  runEndedAt: number | null;
  /** Whether the workspace is one of the demo's: nothing in it counts while that is off. */
  demo: boolean;
}

interface Row {
  workspace_id: string;
  epoch: string;
  agent_id: string;
  agent_name: string;
  kind: string;
  status: AgentStatus;
  agents_above: string[] | null;
  key_id: string;
  scopes: string[];
  expires_at: Date;
  revoked_at: Date | null;
  agent_created_by: string | null;
  key_created_by: string | null;
  team_id: string | null;
  run_id: string | null;
  runs_above: string[] | null;
  run_expires_at: Date | null;
  run_ended_at: Date | null;
  demo: boolean;
}

const columns = `k.workspace_id, w.epoch, a.id AS agent_id, a.name AS agent_name, a.kind, a.status, a.ancestor_ids AS agents_above, k.id AS key_id, k.scopes, k.expires_at, k.revoked_at,
  a.created_by_id AS agent_created_by, k.created_by_id AS key_created_by, a.team_id, w.demo`;
const byKey = `SELECT ${columns}, NULL AS run_id, NULL::text[] AS runs_above, NULL::timestamptz AS run_expires_at, NULL::timestamptz AS run_ended_at
  FROM api_keys k JOIN agents a ON a.id = k.agent_id JOIN workspaces w ON w.id = k.workspace_id WHERE k.hash = $1`;
const byRun = `SELECT ${columns}, r.id AS run_id, r.ancestor_ids AS runs_above, r.expires_at AS run_expires_at, r.ended_at AS run_ended_at
  FROM runs r JOIN api_keys k ON k.id = r.key_id JOIN agents a ON a.id = r.agent_id JOIN workspaces w ON w.id = r.workspace_id WHERE r.token_hash = $1`;

const maxCached = 50_000;

function cache(): Map<string, KnownPrincipal> {
  return processWide("principals", () => new Map<string, KnownPrincipal>());
}

/** @param connection where to read: the gate's own, when it judges under the epoch's lock */
async function load(token: string, connection: Queryable = pool()): Promise<KnownPrincipal | undefined> {
  const isRun = isWellFormed(token, "sbr");
  const { rows } = await connection.query<Row>({
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
    agentIds: [...(row.agents_above ?? []), row.agent_id],
    agentName: row.agent_name,
    kind: row.kind,
    status: row.status,
    keyId: row.key_id,
    ownership: { agentCreatedById: row.agent_created_by, keyCreatedById: row.key_created_by, teamId: row.team_id },
    scopes: row.scopes,
    keyExpiresAt: row.expires_at.getTime(),
    keyRevokedAt: row.revoked_at?.getTime() ?? null,
    runId: row.run_id,
    runIds: row.run_id === null ? [] : [...(row.runs_above ?? []), row.run_id],
    runExpiresAt: row.run_expires_at?.getTime() ?? null,
    runEndedAt: row.run_ended_at?.getTime() ?? null,
    demo: row.demo,
  };
  if (known.size >= maxCached) known.clear();
  known.set(token, principal);
  return principal;
}

function refusalOf(principal: KnownPrincipal | undefined, now: number): KeyRefusal | undefined {
  if (!principal) return "invalid_key";
  if (principal.demo && demoIsOff()) return "demo_off";
  if (principal.keyRevokedAt !== null) return "key_revoked";
  if (principal.keyExpiresAt <= now) return "key_expired";
  if (principal.runEndedAt !== null) return "run_ended";
  if (principal.runExpiresAt !== null && principal.runExpiresAt <= now) return "run_expired";
  return undefined;
}

/** @throws 401 with the reason, which only somebody who holds the token learns. */
function requireValid(principal: KnownPrincipal | undefined, now = Date.now()): KnownPrincipal {
  const refusal = refusalOf(principal, now);
  if (refusal !== undefined || !principal) throw keyRefused(refusal ?? "invalid_key");
  return principal;
}

/**
 * Asks again, inside the transaction that writes, whether the caller's key or token is still good. Call it under the epoch's lock:
 * a key is revoked under the exclusive one, so nothing that is written after this answer comes after the revocation.
 * @throws 401
 */
export async function confirmKey(tx: Tx, caller: AgentCaller): Promise<void> {
  const [row] = await tx.$queryRaw<
    { refusal: KeyRefusal | null }[]
  >`SELECT caller_refusal(${caller.keyId}, ${caller.runId ?? null}) AS refusal`;
  if (row?.refusal !== null) throw keyRefused(row?.refusal ?? "invalid_key");
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
  if (!principal.scopes.includes(scope))
    throw new ForbiddenError("missing_scope", `This key does not have the scope ${scope}.`);
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
  /** Reads the key again, on the gate's own connection where it judges under the epoch's lock. @throws 401 when it is no longer valid. */
  reload(connection?: Queryable): Promise<KnownPrincipal>;
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
      return {
        ...callerOf(principal, scope),
        principal,
        reload: async (connection) => requireValid(await load(token, connection)),
      };
    },
    async confirm(caller) {
      await caller.reload();
    },
    describe: { agentScope: scope },
  };
}
