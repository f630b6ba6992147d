import { z } from "zod";
import { pageOf, pageQuery, Timestamp } from "@/lib/platform/common.schemas";
import { alarmKinds } from "./alarm.rules";

export const Alarm = z
  .strictObject({
    id: z.string(),
    kind: z.enum(alarmKinds),
    /** What it is about: an action or an agent. */
    subject: z.strictObject({ type: z.string(), id: z.string() }),
    /** One plain sentence. */
    detail: z.string(),
    raisedAt: Timestamp,
    /** When the fault was last met, to the minute. */
    lastMetAt: Timestamp,
    acknowledged: z.strictObject({ by: z.strictObject({ id: z.string(), name: z.string() }), at: Timestamp }).nullable(),
  })
  .meta({
    id: "Alarm",
    description:
      "Something that people on duty must hear of. decision_contradicts_log: an action's decision is not what the log says of it. too_many_pending: an agent has as much waiting for people as it may, and asks for more. lastMetAt: when that was last met, to the minute.",
  });
export type Alarm = z.infer<typeof Alarm>;

export const AlarmPage = pageOf(Alarm).meta({ id: "AlarmPage", description: "A page of alarms." });

export const AlarmQuery = z.strictObject({
  ...pageQuery,
  acknowledged: z.enum(["true", "false"]).optional().describe("false: those that nobody has acknowledged yet. true: the others."),
});
export type AlarmQuery = z.output<typeof AlarmQuery>;
