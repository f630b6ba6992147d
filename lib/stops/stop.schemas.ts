import { z } from "zod";
import { pageOf, pageQuery, Timestamp } from "@/lib/platform/common.schemas";
import { stopScopes } from "./stop.rules";

const Reason = z.string().trim().min(1, "is required: say why").max(2_000);

/** What a stop holds. `id` names the kind, agent, run, action type or resource (`type:id`); the workspace needs none. */
export const StopScope = z
  .strictObject({ type: z.enum(stopScopes), id: z.string().min(1).max(601).optional() })
  .refine((s) => (s.type === "workspace") === (s.id === undefined), {
    path: ["id"],
    message: "is required, except for the workspace, which takes none",
  })
  .refine((s) => s.type !== "resource" || s.id === undefined || /^[^:]+:.+$/s.test(s.id), {
    path: ["id"],
    message: "must be type:id for a resource",
  })
  .meta({ id: "StopScope", description: "What a stop holds." });
export type StopScope = z.infer<typeof StopScope>;

export const StopPull = z.strictObject({ scope: StopScope, reason: Reason }).meta({ id: "StopPull", description: "A stop to pull." });
export type StopPull = z.output<typeof StopPull>;

export const StopRearm = z.strictObject({ reason: Reason }).meta({ id: "StopRearm", description: "Why the stop may go." });

export const Stop = z
  .strictObject({
    id: z.string(),
    /** `name` is the agent's name or the run's task, where there is one. */
    scope: z.strictObject({ type: z.enum(stopScopes), id: z.string().nullable(), name: z.string().nullable() }),
    reason: z.string(),
    active: z.boolean(),
    /** The epoch this stop began: permits issued at an older one are withdrawn for good. */
    epoch: z.number().int(),
    pulledBy: z.strictObject({ type: z.enum(["person", "agent"]), id: z.string(), name: z.string() }),
    pulledAt: Timestamp,
    rearmed: z.strictObject({ by: z.strictObject({ id: z.string(), name: z.string() }), at: Timestamp, reason: z.string() }).nullable(),
  })
  .meta({ id: "Stop", description: "A latched kill-switch." });
export type Stop = z.infer<typeof Stop>;

export const StopPage = pageOf(Stop).meta({ id: "StopPage", description: "A page of stops." });

export const StopQuery = z.strictObject({
  ...pageQuery,
  active: z.enum(["true", "false"]).optional().describe("true: those that hold now. false: those re-armed."),
  scopeType: z.enum(stopScopes).optional().describe("Of this kind of scope."),
  scopeId: z.string().max(601).optional().describe("Of exactly this scope."),
  actionId: z.string().max(100).optional().describe("Those that cover this action, as the gate compares them."),
});
export type StopQuery = z.output<typeof StopQuery>;
