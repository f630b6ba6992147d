import { z } from "zod";
import { NamedPerson, pageOf, pageQuery, said, Timestamp } from "@/lib/platform/common.schemas";
import { maxReasonLength, versionStatuses } from "./version.rules";

/** Why something is changed, in a person's own words. */
export const ChangeReason = said(maxReasonLength);

const life = {
  changed: z
    .array(z.string())
    .describe("Where it differs from the version it was made from: the first places, as paths."),
  moreChanged: z.number().int().describe("How many more places differ."),
  author: NamedPerson.nullable().describe("Who wanted it; null where it applied before its history was kept."),
  reason: z.string().nullable().describe("Why, in the author's words."),
  reviewer: NamedPerson.nullable().describe("Who accepted or rejected it, where it was proposed."),
  restores: z.number().int().nullable().describe("The version that it brings back, where it is a roll-back."),
};

/** A version of a control in a list. */
export const VersionItem = z
  .strictObject({
    version: z.number().int(),
    status: z.enum(["live", "superseded"]),
    ...life,
    digest: z.string().nullable().describe("SHA-256 over the canonical JSON of the whole; null where it was not kept."),
    proposedAt: Timestamp.nullable().describe("When it was proposed, where it was."),
    liveAt: Timestamp.describe("Since when it applied."),
    supersededAt: Timestamp.nullable().describe("Until when it applied."),
  })
  .meta({ id: "VersionItem", description: "A version of a control: who changed what, when and why." });
export type VersionItem = z.infer<typeof VersionItem>;

export const VersionPage = pageOf(VersionItem).meta({
  id: "VersionPage",
  description: "Versions of a control, newest first.",
});

export const VersionQuery = z.strictObject({ ...pageQuery });
export type VersionQuery = z.output<typeof VersionQuery>;

/** A change that somebody proposes. */
export const ProposalItem = z
  .strictObject({
    id: z.string(),
    status: z.enum(versionStatuses),
    version: z.number().int().nullable().describe("The version it became; null where it has not."),
    baseVersion: z.number().int().nullable().describe("The version it was made from."),
    stale: z.boolean().describe("It waits, but was made from a version that no longer applies: it cannot be accepted."),
    ...life,
    proposedAt: Timestamp,
    reviewedAt: Timestamp.nullable(),
    reviewReason: z.string().nullable().describe("Why it was rejected."),
  })
  .meta({ id: "ProposalItem", description: "A proposed change of a control." });
export type ProposalItem = z.infer<typeof ProposalItem>;

export const ProposalPage = pageOf(ProposalItem).meta({
  id: "ProposalPage",
  description: "Proposed changes of a control, newest first.",
});

export const ProposalQuery = z.strictObject({
  ...pageQuery,
  status: z.enum(versionStatuses).default("proposed").describe("Those that wait, unless told otherwise."),
});
export type ProposalQuery = z.output<typeof ProposalQuery>;

export const ControlDifferences = z
  .strictObject({
    items: z.array(
      z.strictObject({
        path: z.string(),
        change: z.enum(["added", "removed", "changed"]),
        before: z.unknown().describe("Null where nothing was, and where it is too long."),
        after: z.unknown().describe("Null where nothing is, and where it is too long."),
        cut: z.boolean().describe("What was or is there is too long to be repeated here."),
      }),
    ),
    more: z.number().int().describe("How many more places differ."),
  })
  .meta({ id: "ControlDifferences", description: "Where two states of a control differ, place by place." });
export type ControlDifferences = z.infer<typeof ControlDifferences>;

export const RejectProposal = z
  .strictObject({ reason: ChangeReason })
  .meta({ id: "RejectProposal", description: "Why a proposal is not accepted." });
export type RejectProposal = z.output<typeof RejectProposal>;
