import { z } from "zod";
import { Action, Actor, BatchResult, Interlock } from "@/lib/actions/action.schemas";
import { interlockNames } from "@/lib/actions/interlock-names.rules";
import { wideningKinds } from "@/lib/gate/widening.rules";
import { escalationRoles } from "@/lib/pending/escalation.rules";
import { RoleName } from "@/lib/people/people.schemas";
import { JsonObject, NamedPerson, Timestamp } from "@/lib/platform/common.schemas";
import { zones } from "@/lib/platform/zone.rules";

export const Reason = z.strictObject({
  code: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,63}$/)
    .optional(),
  text: z.string().max(5_000).optional(),
});

const common = { seenDigest: z.string().min(1).max(200), reason: Reason.optional() };

/** A person's answer to a held action. `seenDigest` is the digest of what they were shown. */
export const DecisionRequest = z
  .discriminatedUnion("decision", [
    z.strictObject({ decision: z.literal("approve"), ...common }),
    z.strictObject({ decision: z.literal("edit"), parameters: JsonObject, ...common }),
    z.strictObject({ decision: z.literal("reject"), ...common }),
    z.strictObject({
      decision: z.literal("escalate"),
      to: z
        .strictObject({
          teamId: z.string().max(100).optional(),
          role: z.enum(escalationRoles).optional(),
          personId: z.string().max(100).optional(),
        })
        .refine(
          (to) => Object.values(to).filter((named) => named !== undefined).length === 1,
          "names either a team, a role or a person",
        )
        .optional(),
      ...common,
    }),
  ])
  .meta({ id: "DecisionRequest", description: "One person's answer to a held action." });
export type DecisionRequest = z.infer<typeof DecisionRequest>;

/** One way in which an edit goes beyond what was asked for. */
const Widened = z
  .strictObject({ path: z.string(), kind: z.enum(wideningKinds), words: z.string() })
  .meta({ id: "Widening", description: "One way in which an edit goes beyond what the agent asked for." });

/** The action after an answer. `widened`: of an edit, in which ways it goes beyond what the agent asked for. */
export const DecidedAction = Action.extend({ widened: z.array(Widened) }).meta({
  id: "DecidedAction",
  description: "The action after an answer; of an edit, also in which ways it goes beyond what was asked for.",
});
export type DecidedAction = z.infer<typeof DecidedAction>;

export const DecisionPreviewRequest = z.strictObject({ parameters: JsonObject.optional() }).meta({
  id: "DecisionPreviewRequest",
  description: "Edited parameters to preview; without them, the action as it was asked.",
});
export type DecisionPreviewRequest = z.infer<typeof DecisionPreviewRequest>;

/** What the interlocks say now, and where that differs from what they said when the action was asked. */
export const JudgedNow = z
  .strictObject({
    epoch: z.number().int(),
    effect: z.enum(["allow", "hold", "deny"]),
    /** The riskier of the zone it was asked in and its zone now. */
    zone: z.enum(zones),
    differences: z.array(
      z.strictObject({ name: z.enum(interlockNames), then: Interlock.nullable(), now: Interlock.nullable() }),
    ),
    /** Why it cannot be approved now; null where it can. */
    denial: z
      .strictObject({
        code: z.string(),
        message: z.string(),
        errors: z.array(z.strictObject({ path: z.string(), message: z.string() })),
      })
      .nullable(),
  })
  .meta({
    id: "JudgedNow",
    description: "What the interlocks say of a held action now, beside what they said when it was asked.",
  });
export type JudgedNow = z.infer<typeof JudgedNow>;

/** What would come of an approval with these parameters, or with those that were asked for. Nothing is decided. */
export const DecisionPreview = z
  .strictObject({ now: JudgedNow, widened: z.array(Widened) })
  .meta({ id: "DecisionPreview", description: "What would come of an approval. Nothing is decided." });
export type DecisionPreview = z.infer<typeof DecisionPreview>;

export const BulkDecisionRequest = z
  .strictObject({
    decision: z.enum(["approve", "reject"]),
    items: z
      .array(z.strictObject({ actionId: z.string().max(100), seenDigest: z.string().min(1).max(200) }))
      .min(1)
      .max(100),
    reason: Reason.optional(),
  })
  .meta({
    id: "BulkDecisionRequest",
    description:
      "One answer to several held actions. Approving takes actions of one type and zone, never red; rejecting takes those of one type or of one agent, in any zone.",
  });
export type BulkDecisionRequest = z.infer<typeof BulkDecisionRequest>;
export const BulkDecisionResult = BatchResult;

/** How the same action fared before, in the last `windowDays`. */
export const ActionHistory = z
  .strictObject({
    windowDays: z.number().int(),
    /** Decided by people. */
    n: z.number().int(),
    approved: z.number().int(),
    edited: z.number().int(),
    rejected: z.number().int(),
    expired: z.number().int(),
    cancelled: z.number().int(),
    /** Of those approved or edited by people: how many failed when run. */
    failed: z.number().int(),
    /** Let through or denied by the interlocks alone. */
    allowedByInterlocks: z.number().int(),
    deniedByInterlocks: z.number().int(),
    recent: z.array(
      z.strictObject({
        id: z.string(),
        sentence: z.string(),
        outcome: z.string(),
        by: Actor,
        at: Timestamp,
        executionStatus: z.string().nullable(),
      }),
    ),
    votes: z.array(
      z.strictObject({
        id: z.string(),
        vote: z.string(),
        by: NamedPerson,
        reason: z.strictObject({ code: z.string().nullable(), text: z.string() }),
        to: z
          .strictObject({ teamId: z.string().nullable(), role: z.string().nullable(), person: NamedPerson.nullable() })
          .nullable(),
        at: Timestamp,
        withdrawnAt: Timestamp.nullable(),
        /** Why it was withdrawn: taken_back, withdrawn_by_other, stopped, cancelled, voter_left, voter_may_not, agent_not_active, type_changed, judged_otherwise. */
        withdrawnBecause: z.string().nullable(),
        /** By whom, where it was another person; without an id where it was before ids were kept beside the name. */
        withdrawnBy: z.strictObject({ id: z.string().nullable(), name: z.string() }).nullable(),
      }),
    ),
    /** May the caller decide this one? If not, why not. */
    mine: z.strictObject({
      mayDecide: z.boolean(),
      code: z.string().nullable(),
      because: z.string().nullable(),
      /** May the caller take another's vote on it back? */
      mayWithdraw: z.boolean(),
    }),
    /** What the interlocks say now; null once it is decided. */
    now: JudgedNow.nullable(),
    /** Whose own it is, fixed when it was asked. */
    owners: z.strictObject({
      agentCreatedBy: NamedPerson.nullable(),
      keyCreatedBy: NamedPerson.nullable(),
      team: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
    }),
    /**
     * Who has somebody who may decide it: an escalation to others is refused. `people`: some of those who may, by name, and always whom it was
     * escalated to where they may; `peopleInAll`: how many may.
     */
    couldAnswer: z.strictObject({
      teamIds: z.array(z.string()),
      roles: z.array(RoleName),
      people: z.array(z.strictObject({ id: z.string(), name: z.string(), email: z.string(), role: RoleName })),
      peopleInAll: z.number().int(),
    }),
    /** How its values stood when the same was last done to the same thing, of its newest 20 runs; null where it never was. */
    earlier: z
      .strictObject({
        lastRun: z.strictObject({ id: z.string(), at: Timestamp }),
        runs: z.number().int(),
        /** Only runs on the same resource are compared, where it has one. */
        onResource: z.boolean(),
        values: z.array(
          z.strictObject({
            name: z.string(),
            last: z.union([z.string(), z.number(), z.boolean(), z.null()]),
            usual: z
              .strictObject({ median: z.number(), least: z.number(), greatest: z.number(), n: z.number().int() })
              .nullable(),
          }),
        ),
      })
      .nullable(),
    /** Seconds in which an approval of this one could be taken back; 0 where it is final at once. */
    graceSeconds: z.number().int(),
  })
  .meta({
    id: "ActionHistory",
    description: "How the same action fared before, and whether the caller may decide this one.",
  });
export type ActionHistory = z.infer<typeof ActionHistory>;

export const PresenceList = z
  .strictObject({ others: z.array(z.strictObject({ id: z.string(), name: z.string(), since: Timestamp })) })
  .meta({ id: "PresenceList", description: "Who else is looking." });
export type PresenceList = z.infer<typeof PresenceList>;

/** Which actions the caller's colleagues have open now. */
export const WorkspacePresence = z
  .strictObject({ items: z.array(z.strictObject({ actionId: z.string(), people: z.array(NamedPerson) })) })
  .meta({ id: "WorkspacePresence", description: "Which held actions colleagues have open." });
export type WorkspacePresence = z.infer<typeof WorkspacePresence>;

const ByZone = z.strictObject({ red: z.number().int(), yellow: z.number().int(), green: z.number().int() });

export const ApprovalsSummary = z
  .strictObject({
    waiting: z.number().int(),
    byZone: ByZone,
    /** Of those: what the caller may decide and nobody has approved yet. What is theirs, was escalated to others or was set aside by them is not counted. */
    forMe: z.number().int(),
    forMeByZone: ByZone,
    /** What the caller has set aside. */
    setAside: z.number().int(),
    setAsideByZone: ByZone,
    /** When the next of it comes back by itself, whatever is narrowed; null where nothing is set aside. */
    nextBackAt: Timestamp.nullable(),
    claimedByMe: z.number().int(),
    claimedByMeByZone: ByZone,
    oldestCreatedAt: Timestamp.nullable(),
    /** Since the start of the day that the caller names. */
    decidedByPeople: z.number().int(),
    /** By people, also where it can still be taken back, by agents that cancelled, or by nobody in time; what the interlocks answered alone is counted apart. */
    decided: z.number().int(),
    allowedByInterlocks: z.number().int(),
    deniedByInterlocks: z.number().int(),
    since: Timestamp,
  })
  .meta({ id: "ApprovalsSummary", description: "What waits, and what was decided." });
export type ApprovalsSummary = z.infer<typeof ApprovalsSummary>;
