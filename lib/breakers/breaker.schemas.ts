import { z } from "zod";
import { displayName, pageOf, pageQuery, Timestamp, TimestampInput } from "@/lib/platform/common.schemas";
import { BreakerRule } from "./rule.schemas";

export const breakerScopes = ["workspace", "kind", "agent"] as const;
export const breakerResponses = ["stop", "hold", "throttle", "report"] as const;
export const breakerStates = ["closed", "open", "half_open"] as const;

const BreakerScope = z
  .strictObject({ type: z.enum(breakerScopes), id: z.string().min(1).max(200).optional() })
  .refine((s) => (s.type === "workspace") === (s.id === undefined), {
    path: ["id"],
    message: "is required, except for the workspace, which takes none",
  })
  .meta({
    id: "BreakerScope",
    description: "Whose agents it counts, each for itself: all, those of a kind, or one agent and those under it.",
  });
export type BreakerScope = z.infer<typeof BreakerScope>;

const Recovery = z
  .strictObject({
    afterSeconds: z.number().describe("Seconds, 1 to 86,400, of the first wait; it grows with the trips in a row."),
    probes: z.number().describe("How many actions, 1 to 100, must end well before it closes."),
  })
  .nullable()
  .describe("How it tries again by itself; null where only a person resets it.");

const fields = {
  name: displayName(100),
  rule: BreakerRule,
  response: z
    .enum(breakerResponses)
    .describe(
      "stop: pulls a stop of the agent. hold: a person looks at each of its actions. throttle: it may ask only so often. report: only the trip is written.",
    ),
  throttlePerMinute: z.number().optional().describe("Of throttle: how many actions a minute, 1 to 10,000."),
  recovery: Recovery,
  enabled: z.boolean(),
};

export const BreakerCreate = z
  .strictObject({
    ...fields,
    scope: BreakerScope,
    recovery: Recovery.default(null),
    enabled: fields.enabled.default(true),
  })
  .meta({ id: "BreakerCreate", description: "A breaker to make." });
export type BreakerCreate = z.output<typeof BreakerCreate>;

export const BreakerUpdate = z
  .strictObject({
    name: fields.name.optional(),
    rule: fields.rule.optional(),
    response: fields.response.optional(),
    throttlePerMinute: fields.throttlePerMinute,
    recovery: Recovery.optional(),
    enabled: fields.enabled.optional(),
  })
  .refine((u) => Object.values(u).some((v) => v !== undefined), "names nothing to change")
  .meta({
    id: "BreakerUpdate",
    description:
      "What to change of a breaker. Switched off, it is closed for every agent; a stop that it pulled stays until somebody re-arms it.",
  });
export type BreakerUpdate = z.output<typeof BreakerUpdate>;

export const BreakerReset = z
  .strictObject({ reason: z.string().trim().min(1, "is required: say why").max(2_000) })
  .meta({
    id: "BreakerReset",
    description: "Why a breaker is closed for every agent, and the stops it pulled re-armed.",
  });

const BreakerAgent = z.strictObject({
  agentId: z.string(),
  agentName: z.string(),
  state: z.enum(breakerStates),
  answer: z
    .enum(breakerResponses)
    .describe("hold in place of stop where breakers may stop no more agents by themselves."),
  tripId: z.string(),
  stopId: z.string().nullable(),
  trips: z.number().int().describe("Trips in a row."),
  triesAt: Timestamp.nullable().describe("When it tries again by itself."),
});

export const Breaker = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    scope: z.strictObject({ type: z.enum(breakerScopes), id: z.string().nullable(), name: z.string().nullable() }),
    rule: BreakerRule,
    response: z.enum(breakerResponses),
    throttlePerMinute: z.number().int().nullable(),
    recovery: Recovery,
    enabled: z.boolean(),
    state: z.enum(breakerStates).describe("Open where it is open for any agent; else half-open where for any."),
    agents: z.array(BreakerAgent).describe("Those for which it is not closed; at most 100."),
    createdAt: Timestamp,
  })
  .meta({
    id: "Breaker",
    description: "A rule that counts what each agent does, and what becomes of one that crosses it.",
  });
export type Breaker = z.infer<typeof Breaker>;

export const BreakerPage = pageOf(Breaker).meta({
  id: "BreakerPage",
  description: "A page of breakers, newest first.",
});
export const BreakerQuery = z.strictObject(pageQuery);
export type BreakerQuery = z.output<typeof BreakerQuery>;

const observed = {
  observed: z
    .strictObject({ value: z.number(), n: z.number().int(), windowSeconds: z.number().int() })
    .describe("What it saw: the value, of how many, within how many seconds."),
  actionIds: z.array(z.string()).describe("The actions concerned, newest last; at most 20."),
};

export const BreakerTrip = z
  .strictObject({
    id: z.string(),
    at: Timestamp,
    agentId: z.string(),
    ...observed,
    response: z.enum(breakerResponses),
    stopId: z.string().nullable(),
    recoveredAt: Timestamp.nullable(),
  })
  .meta({ id: "BreakerTrip", description: "That a breaker tripped for an agent." });
export type BreakerTrip = z.infer<typeof BreakerTrip>;
export const BreakerTripPage = pageOf(BreakerTrip).meta({
  id: "BreakerTripPage",
  description: "A page of trips, newest first.",
});

export const BreakerPreviewRequest = z
  .strictObject({ rule: BreakerRule, scope: BreakerScope, from: TimestampInput, to: TimestampInput })
  .meta({
    id: "BreakerPreviewRequest",
    description: "A rule to try on what was recorded; nothing comes of its trips.",
  });
export type BreakerPreviewRequest = z.output<typeof BreakerPreviewRequest>;

/** A trip that a breaker would have made. */
export const PreviewedTrip = z.strictObject({ at: Timestamp, agentId: z.string(), ...observed });
