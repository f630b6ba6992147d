import { z } from "zod";
import { escalationRoles } from "@/lib/pending/escalation.rules";
import { displayName } from "@/lib/platform/common.schemas";
import { isTimeZone } from "@/lib/platform/time-zone";

/** Who re-arms a stop: anyone with the right, or another person than who pulled it. */
export const rearmRules = ["anyone", "another"] as const;
export const ownActionRules = ["off", "creator", "team"] as const;

const fields = {
  name: displayName(100),
  graceSeconds: z.number().int().min(0).max(60),
  ownActionRule: z.enum(ownActionRules),
  fallbackRole: z.enum(escalationRoles),
  rearmRule: z.enum(rearmRules),
  permitTtlSeconds: z.number().int().min(30).max(86_400),
  maxPendingPerAgent: z.number().int().min(1).max(10_000),
  breakerStopPercent: z.number().int().min(0).max(100),
  controlsNeedAnotherPerson: z.boolean(),
  timeZone: z.string().max(64).refine(isTimeZone, "is no time zone's name, such as Europe/Berlin"),
};

export const Settings = z
  .strictObject({
    slug: z.string(),
    ...fields,
    auditOrigin: z.string(),
    demo: z.boolean(),
  })
  .meta({
    id: "Settings",
    description:
      "graceSeconds: how long an approval outside red may be taken back, 0 for not at all. ownActionRule: whose own actions a person may not decide, as it was when they were asked: nobody is held back (off); who created the agent or made the key, and whom it acts for (creator); also who is in the team that owns it (team). fallbackRole: who gets what nobody is left to answer. rearmRule: who re-arms a stop, anyone with the right or another person than who pulled it. permitTtlSeconds: how long a permit may wait to be used. maxPendingPerAgent: how many actions of one agent may wait for people at once; what would be held beyond it is denied, code too_many_pending. breakerStopPercent: the share of its active agents that breakers may stop by themselves, one always; beyond it they hold and raise an alarm. controlsNeedAnotherPerson: whether a change of an action type takes two people, one who proposes it and another who accepts it. timeZone: by whose wall clock budgets begin anew, an IANA name.",
  });
export type Settings = z.infer<typeof Settings>;

export const SettingsUpdate = z
  .strictObject({
    name: fields.name.optional(),
    graceSeconds: fields.graceSeconds.optional(),
    ownActionRule: fields.ownActionRule.optional(),
    fallbackRole: fields.fallbackRole.optional(),
    rearmRule: fields.rearmRule.optional(),
    permitTtlSeconds: fields.permitTtlSeconds.optional(),
    maxPendingPerAgent: fields.maxPendingPerAgent.optional(),
    breakerStopPercent: fields.breakerStopPercent.optional(),
    controlsNeedAnotherPerson: fields.controlsNeedAnotherPerson.optional(),
    timeZone: fields.timeZone.optional(),
  })
  .refine((u) => Object.values(u).some((v) => v !== undefined), "names nothing to change")
  .meta({ id: "SettingsUpdate", description: "What to change of the settings." });
export type SettingsUpdate = z.output<typeof SettingsUpdate>;
