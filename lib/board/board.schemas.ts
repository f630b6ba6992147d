import { z } from "zod";
import { MoneyTotal, Timestamp, TimestampInput } from "@/lib/platform/common.schemas";
import { zones } from "@/lib/platform/zone.rules";
import { PulledBy } from "@/lib/stops/stop.schemas";

/** Where an action stands on its kind's track. */
export const stages = ["held", "permitted", "running"] as const;
export type Stage = (typeof stages)[number];

/** Why a held action needs nobody else at the moment: somebody has claimed it, or it was approved and settles. */
export const attentions = ["claimed", "settling"] as const;

const Train = z.strictObject({
  id: z.string(),
  stage: z.enum(stages),
  zone: z.enum(zones),
  sentence: z.string(),
  since: Timestamp,
  /** Of a held one: when the time to decide ends. */
  until: Timestamp.nullable(),
  attended: z.enum(attentions).nullable(),
});

const Track = z.strictObject({
  kind: z.string(),
  agents: z.strictObject({ active: z.number().int(), inactive: z.number().int() }),
  /** A stop that covers the whole kind: the workspace's, or its own. */
  stop: z.strictObject({ id: z.string(), by: PulledBy, reason: z.string().nullable(), at: Timestamp }).nullable(),
  /** Agents of this kind that are stopped one by one. */
  stoppedAgents: z.number().int(),
  asked: z.number().int(),
  allowed: z.number().int(),
  denied: z.number().int(),
  held: z.number().int(),
  /** Of those held: claimed by nobody and not approved yet. */
  needsSomeone: z.number().int(),
  /** Since when the one that has waited longest is held; null where none is. */
  oldestHeldSince: Timestamp.nullable(),
  /** When the first of those that nobody has approved yet runs out of time. */
  nextDeadline: Timestamp.nullable(),
  permitted: z.number().int(),
  running: z.number().int(),
  /** Reported in the window, whenever it was asked. */
  done: z.number().int(),
  failed: z.number().int(),
  /** Ran out of time in the window with nobody's decision. */
  expired: z.number().int(),
  /** Of those under way, to draw, at most 5 of each stage: of the held those whose time ends first, in that order, the newest of the others. */
  trains: z.array(Train),
});
export type Track = z.infer<typeof Track>;

const Hour = z.strictObject({
  at: Timestamp,
  allowed: z.number().int(),
  denied: z.number().int(),
  approved: z.number().int(),
  edited: z.number().int(),
  rejected: z.number().int(),
  expired: z.number().int(),
});
export type Hour = z.infer<typeof Hour>;

export const Board = z
  .strictObject({
    windowMinutes: z.number().int(),
    at: Timestamp,
    totals: z.strictObject({
      asked: z.number().int(),
      allowed: z.number().int(),
      denied: z.number().int(),
      failed: z.number().int(),
      expired: z.number().int(),
      /** Of what nobody has approved yet, the one whose time ends first. */
      nearest: z
        .strictObject({ id: z.string(), sentence: z.string(), zone: z.enum(zones), until: Timestamp })
        .nullable(),
      waiting: z.number().int(),
      oldestWaitingAt: Timestamp.nullable(),
      /** Seconds from asking to a person's decision, of those decided in the window. */
      medianWaitSeconds: z.number().nullable(),
      decidedByPeople: z.number().int(),
      spent: z.array(MoneyTotal),
      reported: z.number().int(),
    }),
    /** What failed or expired first, then by the nearest deadline, then by name. */
    tracks: z.array(Track),
    /** Decisions since the given start of the day, by hour. */
    today: z.strictObject({ since: Timestamp, hours: z.array(Hour) }),
  })
  .meta({ id: "Board", description: "Everything under way, by kind of agent." });
export type Board = z.infer<typeof Board>;

export const BoardQuery = z.strictObject({
  minutes: z.coerce
    .number()
    .int()
    .min(1)
    .max(1440)
    .default(15)
    .describe("How far back what is done is counted, in minutes."),
  /** The start of the reader's day: at most 48 hours ago. A day ago where it is left out. */
  since: TimestampInput.optional().describe("Where the reader's day begins."),
});
