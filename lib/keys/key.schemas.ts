import { z } from "zod";
import { displayName, NamedPerson, pageOf, pageQuery, Timestamp, TimestampInput } from "@/lib/platform/common.schemas";
import { scopes } from "./key.rules";

const Name = displayName(100);

export const ApiKey = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    prefix: z.string(),
    scopes: z.array(z.enum(scopes)),
    createdAt: Timestamp,
    expiresAt: Timestamp,
    lastUsedAt: Timestamp.nullable(),
    revokedAt: Timestamp.nullable(),
    rotatedFromId: z.string().nullable(),
  })
  .meta({ id: "ApiKey", description: "An agent's key, without its secret." });
export type ApiKey = z.infer<typeof ApiKey>;

export const KeyCreate = z
  .strictObject({ name: Name, scopes: z.array(z.enum(scopes)).min(1).max(scopes.length), expiresAt: TimestampInput })
  .meta({ id: "KeyCreate", description: "A new key." });
export type KeyCreate = z.output<typeof KeyCreate>;

/** A new key with the old one's scopes; the old one works on for the overlap, so that a fleet can change over. */
export const KeyRotate = z
  .strictObject({
    overlapSeconds: z
      .number()
      .int()
      .min(0)
      .max(7 * 86_400)
      .default(3_600),
    expiresAt: TimestampInput,
  })
  .meta({ id: "KeyRotate", description: "A key in place of another." });
export type KeyRotate = z.output<typeof KeyRotate>;

/** Shown once: the key itself is not kept. */
export const KeyCreated = z
  .strictObject({ id: z.string(), key: z.string(), expiresAt: Timestamp })
  .meta({ id: "KeyCreated", description: "A new key; shown once, not kept." });
export type KeyCreated = z.infer<typeof KeyCreated>;

export const KeyRotated = KeyCreated.extend({
  /** The old key and when it stops working. */
  replaces: z.strictObject({ id: z.string(), expiresAt: Timestamp }),
}).meta({ id: "KeyRotated", description: "The new key, and when the old one stops." });
export type KeyRotated = z.infer<typeof KeyRotated>;

export const KeyParams = z.strictObject({
  id: z.string().max(100).describe("The agent's id."),
  keyId: z.string().max(100).describe("The key's id."),
});

/** An agent's key as the person who made it is asked about: the key is the agent's, and outlives its maker's membership. */
export const MadeKey = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    prefix: z.string(),
    scopes: z.array(z.enum(scopes)),
    agent: NamedPerson,
    createdAt: Timestamp,
    expiresAt: Timestamp,
    lastUsedAt: Timestamp.nullable(),
  })
  .meta({ id: "MadeKey", description: "A key of an agent, as the person who made it is asked about." });
export type MadeKey = z.infer<typeof MadeKey>;
export const MadeKeyPage = pageOf(MadeKey).meta({
  id: "MadeKeyPage",
  description: "A page of keys that a person made.",
});
export const MadeKeyQuery = z.strictObject({ ...pageQuery });
export type MadeKeyQuery = z.output<typeof MadeKeyQuery>;
