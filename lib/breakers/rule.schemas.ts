import { z } from "zod";
import { Money } from "@/lib/platform/common.schemas";

// Bounds are not said here but in bounds.rules: outside of them is 422, which names the field.
const Seconds = z.number().describe("Seconds, 10 to 86,400.");
const Times = z.number().describe("A whole number, 2 or more.");
const Share = z.number().describe("A share, from 0 to below 1.");

/**
 * What trips a breaker. Each agent in its scope is counted for itself. The defaults are what a rule says where nobody says otherwise:
 * every one of them can be reached within its window.
 */
export const BreakerRule = z
  .discriminatedUnion("type", [
    z.strictObject({
      type: z.literal("failure_rate"),
      windowSeconds: Seconds.default(300),
      minimum: Times.default(5),
      above: Share.default(0.5),
    }),
    z.strictObject({ type: z.literal("consecutive_failures"), times: Times.default(5) }),
    z.strictObject({
      type: z.literal("action_rate"),
      windowSeconds: Seconds.default(60),
      above: z.number().describe("Actions within the window.").default(120),
    }),
    z.strictObject({ type: z.literal("spend_rate"), windowSeconds: Seconds.default(3_600), above: Money }),
    z.strictObject({ type: z.literal("repeat"), windowSeconds: Seconds.default(120), times: Times.default(5) }),
    z.strictObject({
      type: z.literal("cycle"),
      windowSeconds: Seconds.default(300),
      length: z.number().describe("Actions of one round, 2 to 5.").default(2),
      times: Times.default(4),
    }),
    z.strictObject({
      type: z.literal("denied_share"),
      windowSeconds: Seconds.default(600),
      minimum: Times.default(10),
      above: Share.default(0.5),
    }),
    z.strictObject({
      type: z.literal("overridden_share"),
      windowSeconds: Seconds.default(86_400),
      minimum: Times.default(10),
      above: Share.default(0.3),
    }),
    z.strictObject({
      type: z.literal("confidence_drop"),
      windowSeconds: Seconds.default(3_600),
      minimum: Times.default(10),
      sigmas: z.number().describe("Standard deviations of its own baseline, above 0 and at most 10.").default(3),
    }),
    z.strictObject({
      type: z.literal("novelty"),
      windowSeconds: Seconds.default(3_600),
      above: z.number().describe("Action types and resources within the window.").default(5),
    }),
  ])
  .meta({
    id: "BreakerRule",
    description:
      "What trips a breaker, counted for each agent alone. failure_rate: the share of outcomes that failed, were partial or lost. consecutive_failures: along one run. action_rate: actions asked. spend_rate: cost reported in this currency. repeat: the same digest of action, resource and parameters. cycle: a repeating sequence of such digests along one run. denied_share: the share of decisions that the interlocks denied, without what a stop denied. overridden_share: the share of people's decisions that edited or rejected. confidence_drop: against the agent's own baseline. novelty: action types and resources that it never used before. repeat and cycle do not count what failed for want of the infrastructure (time-outs, 429, 5xx).",
  });
export type BreakerRule = z.output<typeof BreakerRule>;
