import { z } from "zod";
import { displayName, NamedPerson, pageOf, pageQuery, Timestamp, TimestampInput } from "@/lib/platform/common.schemas";
import { agentSorts } from "./agent-sorts.rules";
import { scopes } from "./agent.rules";

export const tiers = ["strategic", "tactical", "observer"] as const;
export const autonomies = ["advisory", "change_making", "autonomous"] as const;
export const agentStatuses = ["active", "paused", "retired"] as const;

const Name = displayName(100);
export const Kind = z.string().regex(/^[a-z][a-z0-9_-]{0,49}$/, "must be lower-case: a letter, then letters, digits, _ or -");

export const AgentCreate = z
  .strictObject({
    name: Name,
    kind: Kind,
    description: z.string().max(2_000).default(""),
    tier: z.enum(tiers).default("tactical"),
    autonomy: z.enum(autonomies).default("change_making"),
    teamId: z.string().max(100).optional(),
    parentAgentId: z.string().max(100).optional(),
  })
  .meta({ id: "AgentCreate", description: "A new agent." });
export type AgentCreate = z.output<typeof AgentCreate>;

export const AgentUpdate = z
  .strictObject({
    name: Name.optional(),
    description: z.string().max(2_000).optional(),
    tier: z.enum(tiers).optional(),
    autonomy: z.enum(autonomies).optional(),
    status: z.enum(agentStatuses).optional(),
    teamId: z.string().max(100).nullable().optional(),
    /** Why, in words: kept with a change of status and on the record. */
    reason: z.string().trim().max(2_000).optional(),
  })
  .refine((u) => Object.keys(u).some((k) => k !== "reason"), "names nothing to change")
  .meta({ id: "AgentUpdate", description: "What to change of an agent." });
export type AgentUpdate = z.output<typeof AgentUpdate>;

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

export const Agent = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    kind: z.string(),
    description: z.string(),
    tier: z.enum(tiers),
    autonomy: z.enum(autonomies),
    status: z.enum(agentStatuses),
    /** Who set the status last, when and why; null while it is as it was made. */
    statusChange: z
      .strictObject({ reason: z.string().nullable(), by: NamedPerson, at: Timestamp })
      .nullable(),
    team: NamedPerson.nullable(),
    parentAgentId: z.string().nullable(),
    parentAgentName: z.string().nullable(),
    createdBy: NamedPerson.nullable(),
    createdAt: Timestamp,
    updatedAt: Timestamp,
    lastUsedAt: Timestamp.nullable(),
    activeKeys: z.number().int(),
    stopped: z.boolean(),
  })
  .meta({ id: "Agent", description: "A registered agent." });
export type Agent = z.infer<typeof Agent>;

export const AgentDetail = Agent.extend({ keys: z.array(ApiKey) }).meta({ id: "AgentDetail", description: "An agent with its keys." });
export type AgentDetail = z.infer<typeof AgentDetail>;
export const AgentPage = pageOf(Agent).meta({ id: "AgentPage", description: "A page of agents." });

export const AgentQuery = z.strictObject({
  ...pageQuery,
  kind: z.string().max(50).optional().describe("Of this kind."),
  status: z.enum(agentStatuses).optional().describe("Of this status."),
  teamId: z.string().max(100).optional().describe("Owned by this team."),
  /** Words in the name or the description, or a whole id. */
  q: z.string().max(200).optional().describe("Words in the name or the description, or a whole id."),
  sort: z.enum(agentSorts.names).optional().describe("name_a_to_z unless told otherwise. What has no team, or never used a key, comes last; keys are those that work now."),
});
export type AgentQuery = z.output<typeof AgentQuery>;

export const KeyCreate = z
  .strictObject({ name: Name, scopes: z.array(z.enum(scopes)).min(1).max(scopes.length), expiresAt: TimestampInput })
  .meta({ id: "KeyCreate", description: "A new key." });
export type KeyCreate = z.output<typeof KeyCreate>;

/** A new key with the old one's scopes; the old one works on for the overlap, so that a fleet can change over. */
export const KeyRotate = z
  .strictObject({ overlapSeconds: z.number().int().min(0).max(7 * 86_400).default(3_600), expiresAt: TimestampInput })
  .meta({ id: "KeyRotate", description: "A key in place of another." });
export type KeyRotate = z.output<typeof KeyRotate>;

/** Shown once: the key itself is not kept. */
export const KeyCreated = z.strictObject({ id: z.string(), key: z.string(), expiresAt: Timestamp }).meta({ id: "KeyCreated", description: "A new key; shown once, not kept." });
export type KeyCreated = z.infer<typeof KeyCreated>;

export const KeyRotated = KeyCreated.extend({
  /** The old key and when it stops working. */
  replaces: z.strictObject({ id: z.string(), expiresAt: Timestamp }),
}).meta({ id: "KeyRotated", description: "The new key, and when the old one stops." });
export type KeyRotated = z.infer<typeof KeyRotated>;

/** The kinds of agent a workspace has, for filters and thresholds. */
export const AgentKinds = z.strictObject({ items: z.array(z.strictObject({ kind: z.string(), agents: z.number().int() })) }).meta({ id: "AgentKinds", description: "The kinds of agent in use." });
export type AgentKinds = z.infer<typeof AgentKinds>;

export const KeyParams = z.strictObject({ id: z.string().max(100).describe("The agent's id."), keyId: z.string().max(100).describe("The key's id.") });

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
export const MadeKeyPage = pageOf(MadeKey).meta({ id: "MadeKeyPage", description: "A page of keys that a person made." });
export const MadeKeyQuery = z.strictObject({ ...pageQuery });
export type MadeKeyQuery = z.output<typeof MadeKeyQuery>;

/** An agent as it is told about itself. Only an active one may act. */
export const AgentStanding = z
  .strictObject({ id: z.string(), name: z.string(), kind: z.string(), status: z.enum(agentStatuses) })
  .meta({ id: "AgentStanding", description: "An agent as it is told about itself. Only an active one may act." });
export type AgentStanding = z.infer<typeof AgentStanding>;
