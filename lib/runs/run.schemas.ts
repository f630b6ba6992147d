import { z } from "zod";
import { actionStatuses, Actor, executionStatuses } from "@/lib/actions/action.schemas";
import { JsonObject, pageOf, pageQuery, Timestamp } from "@/lib/platform/common.schemas";
import { zones } from "@/lib/platform/zone.rules";
import { runSorts } from "./run-sorts.rules";
import { maxTtlSeconds, minTtlSeconds, runResults, runStatuses } from "./run.rules";

export const RunCreate = z
  .strictObject({
    task: z.string().trim().min(1).max(2_000),
    /** An active run of the workspace, of any agent; with a run's token, that run or one under it, and that run unless told otherwise. */
    parentRunId: z.string().min(1).max(100).optional(),
    ttlSeconds: z.number().int().min(minTtlSeconds).max(maxTtlSeconds).default(3_600),
    jurisdiction: z.string().min(1).max(20).optional(),
    context: JsonObject.optional(),
  })
  .meta({ id: "RunCreate", description: "A new run." });
export type RunCreate = z.output<typeof RunCreate>;

export const RunEnd = z
  .strictObject({ result: z.enum(runResults).optional() })
  .meta({ id: "RunEnd", description: "How the run ended." });
export type RunEnd = z.output<typeof RunEnd>;

const count = z.number().int();
export const ActionCounts = z
  .strictObject({
    pending: count,
    approved: count,
    denied: count,
    expired: count,
    cancelled: count,
    /** Of those approved: how many failed when run, or never reported. */
    failed: count,
  })
  .meta({
    id: "ActionCounts",
    description: "How many actions stand where; failed: of those approved, how many failed when run or never reported.",
  });
export type ActionCounts = z.infer<typeof ActionCounts>;

export const Run = z
  .strictObject({
    id: z.string(),
    agentId: z.string(),
    agentName: z.string(),
    kind: z.string(),
    parentRunId: z.string().nullable(),
    task: z.string(),
    jurisdiction: z.string().nullable(),
    status: z.enum(runStatuses),
    result: z.enum(runResults).nullable(),
    startedAt: Timestamp,
    expiresAt: Timestamp,
    endedAt: Timestamp.nullable(),
    /** How many actions it asked for, by where they stand. */
    actions: ActionCounts,
    /** Where people see it in the console. */
    url: z.url(),
  })
  .meta({ id: "Run", description: "One execution of an agent." });
export type Run = z.infer<typeof Run>;

/** The token is shown once: only its hash is kept. */
export const RunStarted = Run.extend({ token: z.string() }).meta({
  id: "RunStarted",
  description: "The run and its token; shown once, not kept.",
});
export type RunStarted = z.infer<typeof RunStarted>;

/** An action of a run, in brief; the whole of it is at /api/v1/actions/{id}. */
export const RunAction = z
  .strictObject({
    id: z.string(),
    action: z.string(),
    sentence: z.string(),
    zone: z.enum(zones),
    status: z.enum(actionStatuses),
    executionStatus: z.enum(executionStatuses).nullable(),
    createdAt: Timestamp,
    decidedAt: Timestamp.nullable(),
    decidedBy: Actor.nullable(),
    expiresAt: Timestamp,
  })
  .meta({ id: "RunAction", description: "An action of a run, in brief." });
export type RunAction = z.infer<typeof RunAction>;

export const RunDetail = Run.extend({
  context: JsonObject.nullable(),
  parent: Run.nullable(),
  /** The newest children, at most 50. */
  children: z.array(Run),
  /** In the order they were asked, at most 200; the rest are in /api/v1/actions?runId=. */
  steps: z.array(RunAction),
  stopped: z.boolean(),
}).meta({ id: "RunDetail", description: "A run with its actions in order." });
export type RunDetail = z.infer<typeof RunDetail>;

export const RunPage = pageOf(Run).meta({ id: "RunPage", description: "A page of runs." });

export const RunQuery = z.strictObject({
  ...pageQuery,
  agentId: z.string().max(100).optional().describe("Of this agent."),
  parentRunId: z.string().max(100).optional().describe("Started under this run."),
  status: z.enum(runStatuses).optional().describe("Of this status."),
  /** Words in the task, or a whole id. */
  q: z.string().max(200).optional().describe("Words in the task, or a whole id."),
  sort: z
    .enum(runSorts.names)
    .optional()
    .describe(
      "newest unless told otherwise. By the end, runs that no agent has ended come last; by the task, its first 100 characters count.",
    ),
});
export type RunQuery = z.output<typeof RunQuery>;
