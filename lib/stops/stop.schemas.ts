import { z } from "zod";
import { jobStatuses } from "@/lib/jobs/job.rules";
import { NamedPerson, pageOf, pageQuery, said, Timestamp } from "@/lib/platform/common.schemas";
import { colonsIn, maxColons, storedName } from "@/lib/scopes/scope-keys.rules";
import { stopScopes, stopStandings } from "@/lib/scopes/stop.rules";

const Reason = said(2_000);

/** The name without the one wildcard there is. */
function withoutEvery(type: (typeof stopScopes)[number], name: string): string {
  return type === "resource" ? name.replace(/:\*$/, ":") : name;
}

/**
 * What a stop holds. `id` names the kind, agent, run, action type or resource (`type:id`, or `type:*` for every one of a type); the
 * workspace needs none. Names are one in whatever case, width and spacing; see nameKey.
 */
export const StopScope = z
  .strictObject({ type: z.enum(stopScopes), id: z.string().min(1).max(601).optional() })
  .refine((s) => (s.type === "workspace") === (s.id === undefined), {
    path: ["id"],
    message: "is required, except for the workspace, which takes none",
  })
  .refine((s) => s.type !== "resource" || s.id === undefined || /^[^:]+:.+$/s.test(storedName(s.type, s.id)), {
    path: ["id"],
    message: "must be type:id for a resource, or type:* for every one of a type",
  })
  .refine((s) => s.type !== "resource" || s.id === undefined || colonsIn(storedName(s.type, s.id)) <= maxColons, {
    path: ["id"],
    message: `may hold ${maxColons} colons at most: stop what stands before one of them, as in vault:*`,
  })
  .refine((s) => s.id === undefined || !withoutEvery(s.type, storedName(s.type, s.id)).includes("*"), {
    path: ["id"],
    message:
      "may hold * as the whole id of a resource only, as in vault:*: there are no other patterns, and a stop that looks like one would hold nothing",
  })
  .refine((s) => s.id === undefined || storedName(s.type, s.id) !== "", {
    path: ["id"],
    message: "has nothing that can be read",
  })
  .meta({
    id: "StopScope",
    description:
      "What a stop holds. A resource is `type:id`, or `type:*` for every one of its type. Names of kinds, action types and resources are one in whatever case, width (NFKC) and spacing; an action type may declare that the case of its resources' names counts.",
  });
export type StopScope = z.infer<typeof StopScope>;

export const StopPull = z
  .strictObject({
    scope: StopScope,
    reason: Reason.optional().describe("Why. A lever asks for none: it may follow (PATCH)."),
    evenIfUnknown: z
      .boolean()
      .optional()
      .describe(
        "Pulls it although no agent is of this kind, or no action type of this name is known: it holds whatever comes under the name.",
      ),
  })
  .meta({ id: "StopPull", description: "A stop to pull." });
export type StopPull = z.output<typeof StopPull>;

/** How many clean outcomes end a probation, where whoever re-arms says nothing else. */
const defaultCleanActions = 20;

export const StopRearm = z
  .strictObject({
    reason: Reason,
    to: z
      .enum(["normal", "probation"])
      .default("normal")
      .describe("probation: a person looks at each action in its scope until `cleanActions` of them ended well."),
    cleanActions: z.number().int().min(1).max(1_000).optional(),
  })
  .refine((r) => r.cleanActions === undefined || r.to === "probation", {
    path: ["cleanActions"],
    message: "is for a re-arm to probation",
  })
  .transform((r) => ({ ...r, cleanActions: r.cleanActions ?? defaultCleanActions }))
  .meta({ id: "StopRearm", description: "Why the stop may go, and to what." });
export type StopRearm = z.output<typeof StopRearm>;

export const StopReason = z
  .strictObject({ reason: Reason })
  .meta({ id: "StopReason", description: "Why a stop was pulled, where it was pulled without a reason." });

/** Who pulled a stop: agents do, of their own runs and where they hold the scope. */
export const PulledBy = NamedPerson.extend({ type: z.enum(["person", "agent", "breaker", "drill"]) }).meta({
  id: "PulledBy",
  description: "Who or what pulled a stop, by id and by the name as it was then.",
});

export const Stop = z
  .strictObject({
    id: z.string(),
    /** `name` is the agent's name or the run's task, where there is one. */
    scope: z.strictObject({ type: z.enum(stopScopes), id: z.string().nullable(), name: z.string().nullable() }),
    reason: z.string().nullable().describe("Null where nobody has said why yet."),
    status: z
      .enum(stopStandings)
      .describe(
        "pulled: nothing in its scope is allowed. probation: re-armed, and a person looks at each action. rearmed: over.",
      ),
    active: z.boolean().describe("Whether it is pulled now."),
    /** The epoch this stop began: permits issued at an older one are withdrawn for good. */
    epoch: z.number().int(),
    pulledBy: PulledBy,
    pulledAt: Timestamp,
    caught: z
      .strictObject({
        denied: z.number().int().describe("Actions asked meanwhile that it denied; counted up to 100,000."),
        frozen: z.number().int().nullable().describe("Actions that waited when it was pulled; null where not counted."),
        permitsWithdrawn: z
          .number()
          .int()
          .nullable()
          .describe("Permits not yet used when it was pulled; null where not counted."),
        withdrawn: z
          .number()
          .int()
          .describe("Actions that waited and were cancelled because somebody withdrew them with it; up to 100,000."),
      })
      .describe("What it caught."),
    withdrawal: z
      .strictObject({ jobId: z.string(), status: z.enum(jobStatuses), progress: z.number().min(0).max(1) })
      .nullable()
      .describe("The newest job that cancels what waits in its scope; null where there is none, or none any more."),
    probation: z
      .strictObject({ cleanActionsNeeded: z.number().int(), cleanActionsSeen: z.number().int() })
      .nullable()
      .describe("Of a stop that was re-armed to probation: how many clean outcomes end it, and how many there were."),
    rearmed: z.strictObject({ by: NamedPerson, at: Timestamp, reason: z.string() }).nullable(),
  })
  .meta({ id: "Stop", description: "A latched kill-switch." });
export type Stop = z.infer<typeof Stop>;

export const StopMatches = z
  .strictObject({
    agents: z
      .number()
      .int()
      .describe("Agents that it stops altogether; of a run, an action type or a resource those with something in it."),
    runs: z.number().int().describe("Open runs with anything in it."),
    pending: z.number().int().describe("Actions that wait for a decision; nobody can approve them while it holds."),
    permits: z
      .number()
      .int()
      .describe("Permits in it that are in time and were not used; a pulled stop has withdrawn them."),
    actionTypes: z
      .array(z.string())
      .describe(
        "Of an action type, the catalog's entries of this name; of a resource, those whose actions are done to its type: also what they ask without naming a resource is held. At most ten.",
      ),
    resources: z
      .array(z.string())
      .describe("Of a resource: those that what waits or is permitted names, as they were written. At most ten."),
    nothing: z.boolean().describe("There is nothing now that it holds. It holds whatever comes under it."),
    inWords: z.string().describe("All of this in a sentence, for people."),
  })
  .meta({ id: "StopMatches", description: "What a stop holds at this moment." });
export type StopMatches = z.infer<typeof StopMatches>;

export const StopNow = Stop.extend({
  matches: StopMatches.nullable().describe(
    "What it holds at this moment; null where that could not be counted in time. The stop holds all the same.",
  ),
}).meta({ id: "StopNow", description: "A latched kill-switch, with what it holds at this moment." });
export type StopNow = z.infer<typeof StopNow>;

export const StopPreviewRequest = z
  .strictObject({ scope: StopScope })
  .meta({ id: "StopPreviewRequest", description: "A scope to look at before it is stopped." });

export const StopPreview = z
  .strictObject({
    scope: z.strictObject({ type: z.enum(stopScopes), id: z.string().nullable() }).describe("As it would be stored."),
    known: z
      .boolean()
      .describe("Whether the workspace knows what it names. What it does not know is pulled with evenIfUnknown only."),
    nearest: z.array(z.string()).describe("Names that may have been meant, where it is not known."),
    matches: StopMatches.nullable().describe(
      "What it would hold at this moment; null where that could not be counted in time. It would hold all the same.",
    ),
  })
  .meta({ id: "StopPreview", description: "What a stop of a scope would hold at this moment." });
export type StopPreview = z.infer<typeof StopPreview>;

export const StopPage = pageOf(Stop).meta({ id: "StopPage", description: "A page of stops." });

export const StopQuery = z.strictObject({
  ...pageQuery,
  active: z.enum(["true", "false"]).optional().describe("true: those that are pulled now. false: those re-armed."),
  status: z.enum(stopStandings).optional().describe("In this state."),
  scopeType: z.enum(stopScopes).optional().describe("Of this kind of scope."),
  scopeId: z.string().max(601).optional().describe("Of exactly this scope."),
  actionId: z.string().max(100).optional().describe("Those that cover this action, as the gate compares them."),
});
export type StopQuery = z.output<typeof StopQuery>;
