import { recordEntry } from "@/lib/audit/audit.service";
import { entryActor } from "@/lib/audit/entry-actor";
import { agentNames } from "@/lib/directory/agent-names.views";
import { firstTeamOf, teamNames } from "@/lib/directory/team-names.views";
import { type Cancelled, cancelWaiting } from "@/lib/pending/cancel-waiting.service";
import { controlChange } from "@/lib/pending/control-change.service";
import { noPermits, withdrawnFacts, withdrawPermits } from "@/lib/pending/withdraw-permits.service";
import { isUniqueViolation } from "@/lib/platform/db/unique-violation";
import { ConflictError, NotFoundError, UnprocessableError } from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { newId } from "@/lib/platform/ids";
import { confirmPermission } from "@/lib/sessions/person-auth.service";
import { statusRefusal } from "./agent.rules";
import type { Agent, AgentCreate, AgentDetail, AgentUpdate } from "./agent.schemas";
import { getAgent } from "./agent.views";

const nameTaken = (name: string) =>
  new ConflictError("name_taken", `An agent named ${name} exists already in this workspace.`);

async function requireTeam(workspaceId: string, teamId: string): Promise<void> {
  if ((await teamNames(workspaceId, [teamId])).has(teamId)) return;
  throw new UnprocessableError("unknown_team", "The team does not exist in this workspace.", [
    { path: "teamId", message: "is not a team of this workspace" },
  ]);
}

/** An agent and everything above it. It stays so: an agent's parent never changes. @throws 422 `unknown_parent` */
async function lineOf(workspaceId: string, parentAgentId: string): Promise<readonly string[]> {
  const parent = (await agentNames(workspaceId, [parentAgentId])).get(parentAgentId);
  if (parent) return parent.agentIds;
  throw new UnprocessableError("unknown_parent", "The parent agent does not exist in this workspace.", [
    { path: "parentAgentId", message: "is not an agent of this workspace" },
  ]);
}

/**
 * Registers an agent, owned by a team: the one named, else the caller's first.
 * @throws 409 `name_taken`, 422 `unknown_team` and `unknown_parent`
 */
export async function createAgent(caller: PersonCaller, input: AgentCreate): Promise<AgentDetail> {
  const { workspaceId, personId } = caller;
  if (input.teamId) await requireTeam(workspaceId, input.teamId);
  const ancestorIds = input.parentAgentId ? [...(await lineOf(workspaceId, input.parentAgentId))] : [];
  const teamId = input.teamId ?? (await firstTeamOf(workspaceId, personId)) ?? null;
  const parentAgentId = input.parentAgentId ?? null;
  const id = newId("agent");
  const { name, kind, description, tier, autonomy } = input;
  try {
    await controlChange(workspaceId, async (tx, epoch) => {
      await confirmPermission(tx, caller, "agent:manage");
      const at = new Date();
      await tx.agent.create({
        data: {
          id,
          workspaceId,
          name,
          kind,
          description,
          tier,
          autonomy,
          teamId,
          parentAgentId,
          ancestorIds,
          createdById: personId,
          createdAt: at,
          updatedAt: at,
        },
      });
      await recordEntry(tx, {
        workspaceId,
        actor: entryActor(caller),
        event: "agent.created",
        subject: { type: "agent", id },
        facts: { kind, tier, autonomy, teamId, parentAgentId, epoch: Number(epoch) },
        private: { name, description },
        at,
      });
    });
  } catch (error) {
    throw isUniqueViolation(error) ? nameTaken(name) : error;
  }
  return getAgent(workspaceId, id);
}

type Field = "name" | "description" | "tier" | "autonomy" | "status" | "teamId";
const fields: readonly Field[] = ["name", "description", "tier", "autonomy", "status", "teamId"];
/** Free text and names stay out of the leaf. */
const privateFields: readonly Field[] = ["name", "description"];

interface Change {
  from: string | null;
  to: string | null;
}

function changesOf(before: Record<Field, string | null>, update: AgentUpdate): Partial<Record<Field, Change>> {
  const changed = fields.flatMap((field) => {
    const to = update[field];
    return to === undefined || to === before[field] ? [] : [[field, { from: before[field], to }] as const];
  });
  return Object.fromEntries(changed);
}

/** Who is recorded as having cancelled what waited of a retired agent; the agent's entry says who retired it. */
const retirement = { type: "system", id: "agent-retired", name: "Agent retired" } as const;

/** Thrown inside the transaction where nothing differs, so that no epoch moves and no entry is written. */
class NothingChanged extends Error {}

/**
 * Changes an agent. Retiring one revokes its keys, withdraws its permits and cancels what waits of it, in the same transaction.
 * @throws 404, 409 `name_taken` and `agent_retired`, 422 `unknown_team`
 */
export async function updateAgent(caller: PersonCaller, id: string, update: AgentUpdate): Promise<AgentDetail> {
  const { workspaceId } = caller;
  if (update.teamId) await requireTeam(workspaceId, update.teamId);
  let cancelled: readonly Cancelled[] = [];
  try {
    await controlChange(workspaceId, async (tx, epoch) => {
      await confirmPermission(tx, caller, "agent:manage");
      // Every change of an agent holds the workspace's exclusive lock, so what is read here stays true until the commit.
      const before = await tx.agent.findFirst({ where: { id, workspaceId } });
      if (!before) throw new NotFoundError("This agent");
      const changes = changesOf(before, update);
      if (Object.keys(changes).length === 0) throw new NothingChanged();
      const { status } = changes;
      const refusal = status ? statusRefusal(before.status as Agent["status"], status.to as Agent["status"]) : null;
      if (refusal) throw new ConflictError("agent_retired", refusal);
      const at = new Date();
      const reason = update.reason === "" ? undefined : update.reason;
      const data = Object.fromEntries(Object.entries(changes).map(([field, change]) => [field, change.to]));
      const statusData = status
        ? { statusReason: reason ?? null, statusById: caller.personId, statusByName: caller.personName, statusAt: at }
        : {};
      await tx.agent.update({ where: { id }, data: { ...data, ...statusData, updatedAt: at } });
      const revoked =
        status?.to === "retired"
          ? await tx.apiKey.updateManyAndReturn({
              where: { agentId: id, revokedAt: null },
              data: { revokedAt: at },
              select: { id: true },
            })
          : [];
      const retired = status?.to === "retired";
      const permits = retired
        ? await withdrawPermits(tx, workspaceId, { agentId: id }, "agent_retired", at)
        : noPermits;
      cancelled = retired
        ? await cancelWaiting(
            tx,
            workspaceId,
            { agentId: id },
            retirement,
            { code: "agent_retired", text: "The agent was retired, so nothing of it waits any more." },
            at,
          )
        : [];
      const visible = Object.entries(changes).filter(([field]) => !privateFields.some((p) => p === field));
      const hidden = Object.entries(changes).filter(([field]) => privateFields.some((p) => p === field));
      await recordEntry(tx, {
        workspaceId,
        actor: entryActor(caller),
        event: "agent.updated",
        subject: { type: "agent", id },
        facts: {
          changes: Object.fromEntries(visible),
          changed: Object.keys(changes),
          ...(revoked.length > 0 ? { revokedKeys: revoked.map((k) => k.id) } : {}),
          ...(cancelled.length > 0 ? { cancelled: cancelled.length } : {}),
          ...withdrawnFacts(permits),
          epoch: Number(epoch),
        },
        private: { ...Object.fromEntries(hidden), ...(reason ? { reason } : {}) },
        at,
      });
    });
  } catch (error) {
    if (error instanceof NothingChanged) return getAgent(workspaceId, id);
    throw isUniqueViolation(error) ? nameTaken(update.name ?? "") : error;
  }
  return getAgent(workspaceId, id);
}
