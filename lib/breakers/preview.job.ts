import { z } from "zod";
import { defineJob } from "@/lib/jobs/job-kind";
import { requestJob } from "@/lib/jobs/job.service";
import type { Job } from "@/lib/jobs/job.schemas";
import { db } from "@/lib/platform/db/client";
import { transaction } from "@/lib/platform/db/transactions";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { giveWay } from "@/lib/platform/http/stops-first";
import { nameKey } from "@/lib/platform/name-key.rules";
import { ruleFaults } from "./bounds.rules";
import { outOfBounds } from "./breaker-faults.rules";
import { type BreakerPreviewRequest, breakerScopes, PreviewedTrip } from "./breaker.schemas";
import { requireScope } from "./breaker.service";
import { deedsOf, lookBackSeconds } from "./deeds.views";
import { walk, windowOf } from "./observe.rules";
import { BreakerRule } from "./rule.schemas";

/** Days that a preview may look at. */
const mostDays = 31;
/** Trips that a preview names, and actions with each of them. */
const mostTrips = 200;
const mostNamed = 5;
const dayMs = 86_400_000;

/** A day of one agent at a time: a rule with a long window costs as much as there is in it. */
const Checkpoint = z.strictObject({
  afterAgent: z.string(),
  done: z.number().int(),
  count: z.number().int(),
  trips: z.array(PreviewedTrip),
});

const Parameters = z.strictObject({
  rule: BreakerRule,
  scope: z.strictObject({ type: z.enum(breakerScopes), id: z.string().nullable() }),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
});

/** Those that were there in that time; `hasSome` of them at least. */
async function agentsIn(workspaceId: string, { type, id }: z.output<typeof Parameters>["scope"]): Promise<string[]> {
  const agents = await db().agent.findMany({
    where: {
      workspaceId,
      ...(type === "agent" && id !== null ? { OR: [{ id }, { ancestorIds: { has: id } }] } : {}),
    },
    orderBy: { id: "asc" },
    select: { id: true, kind: true },
  });
  const ofKind = type === "kind" && id !== null ? nameKey(id) : undefined;
  return agents.filter(({ kind }) => ofKind === undefined || nameKey(kind) === ofKind).map((agent) => agent.id);
}

/** The trips that a breaker would have made over what was recorded; nothing comes of them. */
export const breakerPreview = defineJob({
  kind: "breaker_preview",
  title: "Preview of a breaker",
  permission: "breaker:manage",
  parameters: Parameters,
  checkpoint: Checkpoint,
  result: z.strictObject({
    trips: z.array(PreviewedTrip),
    count: z.number().int(),
    agents: z.number().int(),
    truncated: z.boolean(),
  }),
  async run({ workspaceId, parameters: { rule, scope, from, to }, checkpoint, save }) {
    const agents = await agentsIn(workspaceId, scope);
    let at = checkpoint ?? { afterAgent: "", done: 0, count: 0, trips: [] };
    for (const agentId of agents.filter((id) => id > at.afterAgent)) {
      const found = await tripsOf(workspaceId, agentId, rule, { from: Date.parse(from), to: Date.parse(to) });
      at = {
        afterAgent: agentId,
        done: at.done + 1,
        count: at.count + found.length,
        trips: [...at.trips, ...found].slice(0, mostTrips),
      };
      await save({ checkpoint: at, progress: Math.min(1, at.done / agents.length) });
    }
    return { trips: at.trips, count: at.count, agents: agents.length, truncated: at.count > at.trips.length };
  },
});

async function tripsOf(workspaceId: string, agentId: string, rule: BreakerRule, span: { from: number; to: number }) {
  const found: z.output<typeof PreviewedTrip>[] = [];
  for (let from = span.from; from < span.to; from += dayMs) {
    const to = Math.min(from + dayMs, span.to);
    const reach = { from: new Date(from - lookBackSeconds([rule]) * 1_000), to: new Date(to) };
    const deeds = await deedsOf(workspaceId, agentId, [rule], reach);
    let moments = 0;
    for (const crossing of walk(rule, deeds, from, to)) {
      moments += 1;
      // Whoever pulls a stop does not wait for a long walk.
      if (moments % 20 === 0) await giveWay();
      if (!crossing) continue;
      const { at, value, n, actionIds } = crossing;
      found.push({
        at: new Date(at).toISOString(),
        agentId,
        observed: { value, n, windowSeconds: windowOf(rule) },
        actionIds: actionIds.slice(-mostNamed),
      });
    }
  }
  return found;
}

/** Asks for a preview. @throws 409 `too_many_jobs`, 422 `out_of_bounds`, `unknown_scope` */
export async function requestPreview(caller: PersonCaller, request: BreakerPreviewRequest): Promise<Job> {
  const { rule, scope, from, to } = request;
  const days = (to.getTime() - from.getTime()) / dayMs;
  const faults = [
    ...ruleFaults(rule),
    ...(days > 0 && days <= mostDays
      ? []
      : [{ path: "to", message: `must be after from, by ${mostDays} days at most` }]),
  ];
  if (faults.length > 0) throw outOfBounds(faults);
  const id = await requireScope(caller.workspaceId, scope);
  const parameters = { rule, scope: { type: scope.type, id }, from: from.toISOString(), to: to.toISOString() };
  return transaction((tx) => requestJob(tx, caller, breakerPreview, parameters));
}
