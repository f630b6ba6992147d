import type { AuditEvent } from "@/lib/audit/audit-events.rules";
import { recordEntry } from "@/lib/audit/audit.service";
import { agentKindNames, agentNames } from "@/lib/directory/agent-names.views";
import { controlChange } from "@/lib/pending/control-change.service";
import type { Prisma, Tx } from "@/lib/platform/db/client";
import { transaction } from "@/lib/platform/db/transactions";
import { isUniqueViolation } from "@/lib/platform/db/unique-violation";
import { ConflictError, UnprocessableError } from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { newId } from "@/lib/platform/ids";
import { nameKey } from "@/lib/platform/name-key.rules";
import { confirmPermission } from "@/lib/sessions/person-auth.service";
import { requireBounds, type Said } from "./breaker-faults.rules";
import type { Breaker, BreakerCreate, BreakerScope, BreakerUpdate } from "./breaker.schemas";
import { type BreakerRow, getBreaker, recoveryOf, requireBreaker, ruleOf } from "./breaker.views";

/** Breakers of one workspace: each is looked at again and again. */
const mostBreakers = 100;

const nameTaken = () => new ConflictError("name_taken", "There is a breaker of this name already.");

function record(tx: Tx, caller: PersonCaller, event: AuditEvent, id: string, facts: Record<string, unknown>) {
  return recordEntry(tx, {
    workspaceId: caller.workspaceId,
    actor: { type: "person", id: caller.personId },
    event,
    subject: { type: "breaker", id },
    facts,
  });
}

/** What a scope names must be there. @returns its id as it is compared @throws 422 `unknown_scope` */
export async function requireScope(workspaceId: string, { type, id }: BreakerScope): Promise<string | null> {
  if (id === undefined) return null;
  const unknown = (message: string) =>
    new UnprocessableError("unknown_scope", message, [{ path: "scope.id", message: "is not known here" }]);
  if (type === "agent") {
    if (!(await agentNames(workspaceId, [id])).has(id)) throw unknown(`There is no agent ${id} here.`);
    return id;
  }
  const kind = (await agentKindNames(workspaceId)).find((name) => nameKey(name) === nameKey(id));
  if (kind === undefined) throw unknown(`No agent is of the kind "${id}".`);
  return kind;
}

const saidColumns = ({ rule, response, throttlePerMinute, recovery }: Said) => ({
  rule: rule as Prisma.InputJsonObject,
  response,
  throttlePerMinute: throttlePerMinute ?? null,
  recoveryAfterSeconds: recovery?.afterSeconds ?? null,
  recoveryProbes: recovery?.probes ?? null,
});

/** A breaker as it stands, in the fields that are said of it. */
function saidOf(row: BreakerRow): Said {
  return {
    rule: ruleOf(row),
    response: row.response as Breaker["response"],
    throttlePerMinute: row.throttlePerMinute ?? undefined,
    recovery: recoveryOf(row),
  };
}

/** A new breaker is open for nobody, so it moves no epoch. @throws 409 `name_taken`, `too_many_breakers`; 422 `out_of_bounds`, `unknown_scope` */
export async function createBreaker(caller: PersonCaller, request: BreakerCreate): Promise<Breaker> {
  requireBounds(request);
  const { workspaceId } = caller;
  const { name, scope, enabled, rule, response } = request;
  const scopeId = await requireScope(workspaceId, scope);
  const id = newId("breaker");
  await namedOnce(() =>
    transaction(async (tx) => {
      await confirmPermission(tx, caller, "breaker:manage");
      // One at a time, or two at the same moment would both be the last that fits.
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`breakers ${workspaceId}`}, 0))`;
      if ((await tx.breaker.count({ where: { workspaceId, deletedAt: null } })) >= mostBreakers)
        throw new ConflictError(
          "too_many_breakers",
          `A workspace has ${mostBreakers} breakers at most. Delete one first.`,
        );
      await tx.breaker.create({
        data: {
          id,
          workspaceId,
          name,
          scopeType: scope.type,
          scopeId,
          ...saidColumns(request),
          enabled,
          createdAt: new Date(),
        },
      });
      await record(tx, caller, "breaker.created", id, {
        scope: { type: scope.type, id: scopeId },
        rule,
        response,
        recovery: request.recovery,
        enabled,
      });
    }),
  );
  return getBreaker(workspaceId, id);
}

async function namedOnce(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (isUniqueViolation(error)) throw nameTaken();
    throw error;
  }
}

/** Changes a breaker. Switched off, it is closed for everybody. @throws 404; 409 `name_taken`; 422 `out_of_bounds` */
export async function updateBreaker(caller: PersonCaller, id: string, update: BreakerUpdate): Promise<Breaker> {
  const { workspaceId } = caller;
  await namedOnce(() =>
    controlChange(workspaceId, async (tx, epoch) => {
      await confirmPermission(tx, caller, "breaker:manage");
      const before = await requireBreaker(tx, workspaceId, id);
      const response = update.response ?? saidOf(before).response;
      const said = {
        ...saidOf(before),
        // What belonged to the former response goes with it.
        ...(response === "throttle" ? {} : { throttlePerMinute: undefined }),
        ...(response === "report" ? { recovery: null } : {}),
        ...Object.fromEntries(Object.entries(update).filter(([, value]) => value !== undefined)),
      };
      requireBounds(said);
      const { name = before.name, enabled = before.enabled } = update;
      await tx.breaker.update({
        where: { id },
        data: { name, enabled, ...saidColumns(said), revision: { increment: 1 } },
      });
      if (enabled) await followRecovery(tx, id, said);
      else await closeForAll(tx, id);
      const { rule, recovery } = said;
      await record(tx, caller, "breaker.updated", id, { rule, response, recovery, enabled, epoch: Number(epoch) });
    }),
  );
  return getBreaker(workspaceId, id);
}

/** Deletes a breaker; its trips stay, and so do stops that it pulled, until somebody re-arms them. @throws 404 */
export async function deleteBreaker(caller: PersonCaller, id: string): Promise<void> {
  const { workspaceId } = caller;
  await controlChange(workspaceId, async (tx, epoch) => {
    await confirmPermission(tx, caller, "breaker:manage");
    await requireBreaker(tx, workspaceId, id);
    await tx.breaker.update({
      where: { id },
      data: { deletedAt: new Date(), enabled: false, revision: { increment: 1 } },
    });
    await closeForAll(tx, id);
    await record(tx, caller, "breaker.deleted", id, { epoch: Number(epoch) });
  });
}

/** What is open follows a changed recovery: without one it stays open, with one it tries again by itself. */
async function followRecovery(tx: Tx, breakerId: string, { recovery }: Said): Promise<void> {
  const standing = { breakerId, state: { not: "closed" } };
  if (!recovery) await tx.breakerState.updateMany({ where: standing, data: { state: "open", triesAt: null } });
  else
    await tx.breakerState.updateMany({
      where: { ...standing, state: "open", triesAt: null, answer: { not: "report" } },
      data: { triesAt: new Date(Date.now() + recovery.afterSeconds * 1_000) },
    });
}

async function closeForAll(tx: Tx, breakerId: string): Promise<void> {
  await tx.breakerTrip.updateMany({ where: { breakerId, recoveredAt: null }, data: { recoveredAt: new Date() } });
  await tx.breakerState.deleteMany({ where: { breakerId } });
}
