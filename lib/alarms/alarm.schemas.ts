import { z } from "zod";
import { NamedPerson, pageOf, pageQuery, Timestamp } from "@/lib/platform/common.schemas";
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
    acknowledged: z.strictObject({ by: NamedPerson, at: Timestamp }).nullable(),
  })
  .meta({
    id: "Alarm",
    description:
      "Something that people on duty must hear of. decision_contradicts_log: an action, its decision, permit or votes are not what the log says of them. too_many_pending: an agent, or it and those under it, have as much waiting for people as they may, and ask for more; its subject is the topmost of them. lastMetAt: when that was last met, to the minute.",
  });
export type Alarm = z.infer<typeof Alarm>;

export const AlarmPage = pageOf(Alarm)
  .extend({
    standing: z
      .number()
      .int()
      .describe("How many alarms in all nobody has acknowledged yet, whatever this page is of."),
  })
  .meta({ id: "AlarmPage", description: "A page of alarms: the gravest kind first, and of each the newest first." });
export type AlarmPage = z.infer<typeof AlarmPage>;

export const AlarmQuery = z.strictObject({
  ...pageQuery,
  acknowledged: z
    .enum(["true", "false"])
    .optional()
    .describe("false: those that nobody has acknowledged yet. true: the others."),
});
export type AlarmQuery = z.output<typeof AlarmQuery>;
