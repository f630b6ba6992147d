import { z } from "zod";
import { JsonObject, pageOf, pageQuery, Timestamp, TimestampInput } from "@/lib/platform/common.schemas";
import { entrySorts } from "./entry-sorts.rules";

const word = z.string().trim().min(1).max(200);
const Hash = z.string().regex(/^[0-9a-f]{64}$/);

/** A position in the log, from 0. */
export const Seq = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** A path's `{seq}`. */
export const SeqParams = z.strictObject({ seq: Seq.describe("The entry's number in the log, from 0.") });

/** Which workspace, for links that a browser follows by itself and cannot give headers. */
export const WorkspaceQuery = z.strictObject({
  workspace: z.string().max(100).optional().describe("The slug of the workspace, where a header cannot be sent."),
});

export const AuditQuery = z.strictObject({
  ...pageQuery,
  /** One event, `action.decided`, or a group of them, `action`. */
  event: word.optional().describe("Of this event."),
  /** Id of who did it. */
  actor: word.optional().describe("By this id."),
  /** Id of what it was done to. */
  subject: word.optional().describe("About this id."),
  from: TimestampInput.optional().describe("From this instant on."),
  to: TimestampInput.optional().describe("Before this instant."),
  /** Words anywhere in the entry. */
  q: word.optional().describe("Words in the entry."),
  sort: z.enum(entrySorts.names).optional().describe("newest unless told otherwise."),
});
export type AuditQuery = z.infer<typeof AuditQuery>;

export const AuditEntry = z
  .strictObject({
    seq: z.number().int(),
    id: z.string(),
    at: Timestamp,
    event: z.string(),
    actor: z.strictObject({ type: z.string(), id: z.string(), name: z.string().nullable() }),
    subject: z.strictObject({ type: z.string(), id: z.string() }),
    facts: JsonObject,
    commitment: Hash.nullable().describe("HMAC-SHA256 over texts that are kept outside the log"),
    leafHash: Hash.describe("SHA-256(0x00 || entry), hexadecimal"),
    signed: z.boolean().describe("whether a signed checkpoint covers it already"),
  })
  .meta({ id: "AuditEntry", description: "An entry of the log." });
export type AuditEntry = z.infer<typeof AuditEntry>;

export const AuditPage = pageOf(AuditEntry).extend({
  size: z.number().int().describe("how many entries the log has"),
  searchedTo: z
    .number()
    .int()
    .nullable()
    .describe(
      "a search for words looks through so many entries at a time: the number of the last entry it has come to, from the end that it began at",
    ),
});
export type AuditPage = z.infer<typeof AuditPage>;

/** One entry with what is kept outside the log, which a verifier can hold against the commitment. */
export const AuditEntryDetail = AuditEntry.extend({
  private: z
    .strictObject({ salt: z.string().describe("base64"), body: JsonObject })
    .nullable()
    .describe("null where there is none, or where it was erased"),
}).meta({ id: "AuditEntryDetail", description: "An entry with the texts kept outside the log." });
export type AuditEntryDetail = z.infer<typeof AuditEntryDetail>;

export const AuditCheckpoint = z
  .strictObject({ size: z.number().int(), root: Hash, at: Timestamp, note: z.string() })
  .meta({ id: "AuditCheckpoint", description: "A signed checkpoint." });
export type AuditCheckpoint = z.infer<typeof AuditCheckpoint>;

export const AuditCheckpointQuery = z.strictObject({ ...pageQuery });
export const AuditCheckpointPage = pageOf(AuditCheckpoint).extend({
  entries: z.number().int().describe("entries in the log, signed or not"),
});
export type AuditCheckpointPage = z.infer<typeof AuditCheckpointPage>;

export const ConsistencyQuery = z.strictObject({
  from: Seq.describe("The smaller size, in entries."),
  to: Seq.describe("The larger size, in entries."),
});
