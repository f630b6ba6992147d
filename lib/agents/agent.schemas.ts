import { z } from "zod";
import { ApiKey } from "@/lib/keys/key.schemas";
import { agentStatuses } from "@/lib/keys/principal.rules";
import { displayName, NamedPerson, pageOf, pageQuery, Timestamp } from "@/lib/platform/common.schemas";
import { Kind } from "@/lib/platform/names.schemas";
import { agentSorts } from "./agent-sorts.rules";

export const tiers = ["strategic", "tactical", "observer"] as const;
export const autonomies = ["advisory", "change_making", "autonomous"] as const;

const Name = displayName(100);

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
    statusChange: z.strictObject({ reason: z.string().nullable(), by: NamedPerson, at: Timestamp }).nullable(),
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

export const AgentDetail = Agent.extend({ keys: z.array(ApiKey) }).meta({
  id: "AgentDetail",
  description: "An agent with its keys.",
});
export type AgentDetail = z.infer<typeof AgentDetail>;
export const AgentPage = pageOf(Agent).meta({ id: "AgentPage", description: "A page of agents." });

export const AgentQuery = z.strictObject({
  ...pageQuery,
  kind: z.string().max(50).optional().describe("Of this kind."),
  status: z.enum(agentStatuses).optional().describe("Of this status."),
  teamId: z.string().max(100).optional().describe("Owned by this team."),
  /** Words in the name or the description, or a whole id. */
  q: z.string().max(200).optional().describe("Words in the name or the description, or a whole id."),
  sort: z
    .enum(agentSorts.names)
    .optional()
    .describe(
      "name_a_to_z unless told otherwise. What has no team, or never used a key, comes last; keys are those that work now.",
    ),
});
export type AgentQuery = z.output<typeof AgentQuery>;

/** The kinds of agent a workspace has, for filters and thresholds. */
export const AgentKinds = z
  .strictObject({ items: z.array(z.strictObject({ kind: z.string(), agents: z.number().int() })) })
  .meta({ id: "AgentKinds", description: "The kinds of agent in use." });
export type AgentKinds = z.infer<typeof AgentKinds>;

/** An agent as it sees itself. Only an active one may act. */
export const AgentStanding = z
  .strictObject({ id: z.string(), name: z.string(), kind: z.string(), status: z.enum(agentStatuses) })
  .meta({ id: "AgentStanding", description: "An agent as it sees itself. Only an active one may act." });
export type AgentStanding = z.infer<typeof AgentStanding>;
