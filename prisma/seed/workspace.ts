import { createHash } from "node:crypto";
import { originOf } from "@/lib/audit/checkpoint.rules";
import type { CatalogType } from "@/lib/catalog/catalog.rules";
import type { Dice } from "@/lib/demo/dice.rules";
import type { Mailbox, StoryAgent, StoryType, WorkspaceStory } from "@/lib/demo/story.rules";
import type { Principal } from "@/lib/keys/principal.rules";
import { canonicalBytes } from "@/lib/platform/canonical-json.rules";
import { displayPrefix, hashToken } from "@/lib/platform/credentials/token-format";
import { env } from "@/lib/platform/env";
import type { BatchWriter } from "./batch-writer";
import { changeControls, type Cast, type CastPerson } from "./cast";
import { seededId } from "./seeded-id";

export interface WorkspaceOptions {
  story: WorkspaceStory;
  writer: BatchWriter;
  dice: Dice;
  /** When the workspace was made. */
  founded: Date;
  /** Sign-ins of its people; null where they can only be invited or come from an identity provider. */
  passwordHash: string;
  /** Only demo workspaces have demo passwords offered, and the fleet at work. */
  demo: boolean;
  graceSeconds?: number;
  /** As many actions of one agent may wait for people; 50 where it is not said. */
  maxPendingPerAgent?: number;
  /** The key of each agent, made outside: a secret is never from repeatable dice. */
  newKey: (agent: string) => string;
  keyExpiresAt: Date;
}

const minute = 60_000;
const agentScopes = ["actions:write", "actions:read", "runs:write", "steps:write"];

/** Founds a workspace with its people, teams, agents, keys and catalog, each with its audit entry, one after the other. */
export function foundWorkspace(options: WorkspaceOptions): Cast {
  const { story, writer, dice, founded } = options;
  const workspaceId = seededId("workspace", founded, dice);
  const graceSeconds = options.graceSeconds ?? 5;
  const permitTtlSeconds = 900;
  let clock = founded.getTime();
  const next = () => new Date((clock += minute));

  const people = new Map<Mailbox, CastPerson>();
  const principals = new Map<string, Principal>();
  const agents = new Map<string, StoryAgent>();
  const types = new Map<string, CatalogType>();
  const cast: Cast = {
    workspaceId,
    slug: story.slug,
    auditOrigin: originOf(env().SIGNALBOX_ORIGIN, workspaceId),
    writer,
    dice,
    people,
    principals,
    agents,
    types,
    graceSeconds,
    permitTtlSeconds,
    controls: [],
  };
  changeControls(cast, 0, []);
  const moveEpoch = () => changeControls(cast, clock, []).epoch;

  writer.tell({
    workspaceId,
    at: founded,
    actor: { type: "system", id: "setup" },
    event: "workspace.created",
    subject: { type: "workspace", id: workspaceId },
    facts: { origin: cast.auditOrigin },
    private: { name: story.name },
  });

  for (const { mailbox, role, name, timeZone } of story.people) {
    const at = next();
    const id = seededId("person", at, dice);
    people.set(mailbox, { id, name, mailbox });
    writer.add("people", {
      id,
      email: `${mailbox}@${story.slug}.example`,
      name,
      password_hash: options.passwordHash,
      time_zone: timeZone,
      created_at: at.toISOString(),
    });
    writer.add("memberships", {
      workspace_id: workspaceId,
      person_id: id,
      role,
      source: "invitation",
      created_at: at.toISOString(),
    });
    writer.tell({
      workspaceId,
      at,
      actor: { type: "person", id },
      event: "person.joined",
      subject: { type: "person", id },
      facts: { role, source: "setup" },
    });
  }
  const idOf = (mailbox: Mailbox) => people.get(mailbox)?.id ?? "";

  const teamIds = new Map<string, string>();
  for (const { name, members } of story.teams) {
    const at = next();
    const id = seededId("team", at, dice);
    teamIds.set(name, id);
    writer.add("teams", { id, workspace_id: workspaceId, name, created_at: at.toISOString() });
    for (const member of members)
      writer.add("team_members", { workspace_id: workspaceId, team_id: id, person_id: idOf(member) });
    writer.tell({
      workspaceId,
      at,
      actor: { type: "person", id: idOf("admin") },
      event: "team.created",
      subject: { type: "team", id },
      facts: { memberIds: members.map(idOf) },
      private: { name },
    });
  }

  for (const type of story.stories.flatMap((s) => s.types)) {
    const at = next();
    const id = seededId("actionType", at, dice);
    types.set(type.name, catalogTypeOf(id, type));
    addType(cast, id, type, at, idOf("governance"), moveEpoch());
  }

  for (const { agent } of story.stories) {
    const at = next();
    const id = seededId("agent", at, dice);
    const createdById = idOf(agent.createdBy);
    const teamId = teamIds.get(agent.team) ?? null;
    const { name, kind, description, tier, autonomy } = agent;
    const created = { created_by_id: createdById, created_at: at.toISOString() };
    writer.add("agents", {
      id,
      workspace_id: workspaceId,
      name,
      kind,
      description,
      tier,
      autonomy,
      status: "active",
      team_id: teamId,
      updated_at: at.toISOString(),
      ...created,
    });
    writer.tell({
      workspaceId,
      at,
      actor: { type: "person", id: createdById },
      event: "agent.created",
      subject: { type: "agent", id },
      facts: { kind, tier, autonomy, teamId, parentAgentId: null, epoch: moveEpoch() },
      private: { name, description },
    });

    const keyId = seededId("key", at, dice);
    const key = options.newKey(name);
    const expiresAt = options.keyExpiresAt.toISOString();
    writer.add("api_keys", {
      id: keyId,
      workspace_id: workspaceId,
      agent_id: id,
      name: "production",
      prefix: displayPrefix(key),
      hash: `\\x${Buffer.from(hashToken(key)).toString("hex")}`,
      scopes: agentScopes,
      expires_at: expiresAt,
      ...created,
    });
    writer.tell({
      workspaceId,
      at,
      actor: { type: "person", id: createdById },
      event: "key.created",
      subject: { type: "key", id: keyId },
      facts: { agentId: id, scopes: agentScopes, expiresAt, epoch: moveEpoch() },
      private: { name: "production" },
    });

    agents.set(name, agent);
    principals.set(name, {
      workspaceId,
      agentId: id,
      agentIds: [id],
      agentName: name,
      kind,
      status: "active",
      keyId,
      runId: null,
      runIds: [],
      ownership: { agentCreatedById: createdById, keyCreatedById: createdById, teamId },
    });
  }
  return cast;
}

/** Written last, when the number of control changes is known. */
export function writeWorkspace(
  cast: Cast,
  {
    story,
    founded,
    demo,
    maxPendingPerAgent,
  }: Pick<WorkspaceOptions, "story" | "founded" | "demo" | "maxPendingPerAgent">,
): void {
  cast.writer.add("workspaces", {
    id: cast.workspaceId,
    slug: story.slug,
    name: story.name,
    epoch: cast.controls.at(-1)?.epoch ?? 1,
    grace_seconds: cast.graceSeconds,
    own_action_rule: "creator",
    fallback_role: "admin",
    max_pending_per_agent: maxPendingPerAgent ?? 50,
    permit_ttl_seconds: cast.permitTtlSeconds,
    audit_origin: cast.auditOrigin,
    demo,
    created_at: founded.toISOString(),
  });
}

export function catalogTypeOf(id: string, type: StoryType): CatalogType {
  return {
    id,
    name: type.name,
    version: 1,
    title: type.title,
    sentence: type.sentence,
    zone: type.zone,
    destructive: type.destructive ?? false,
    reversible: type.reversible ?? true,
    expectedCost: type.expectedCost ?? null,
    decideWithinSeconds: type.decideWithinSeconds,
    confidenceThreshold: type.confidenceThreshold,
    kindThresholds: type.kindThresholds ?? {},
    reviewProbability: type.reviewProbability ?? 0.1,
    resourceType: type.resourceType ?? null,
    resourceCaseSensitive: false,
  };
}

function addType(
  { workspaceId, writer }: Cast,
  id: string,
  type: StoryType,
  at: Date,
  byId: string,
  epoch: number,
): void {
  const { name, title, description, sentence, zone, parametersSchema, expectedCost, kindThresholds = {} } = type;
  const known = catalogTypeOf(id, type);
  const {
    destructive,
    reversible,
    decideWithinSeconds,
    confidenceThreshold,
    reviewProbability,
    resourceType,
    resourceCaseSensitive,
  } = known;
  writer.add("action_types", {
    id,
    workspace_id: workspaceId,
    name,
    version: 1,
    title,
    description,
    parameters_schema: parametersSchema,
    zone,
    destructive,
    reversible,
    expected_cost_amount: expectedCost?.amount ?? null,
    expected_cost_currency: expectedCost?.currency ?? null,
    decide_within_seconds: decideWithinSeconds,
    confidence_threshold: confidenceThreshold,
    review_probability: reviewProbability,
    resource_type: resourceType,
    resource_case_sensitive: resourceCaseSensitive,
    sentence,
    created_at: at.toISOString(),
    updated_at: at.toISOString(),
  });
  for (const [kind, threshold] of Object.entries(kindThresholds))
    writer.add("kind_thresholds", { workspace_id: workspaceId, action_type_id: id, kind, threshold });
  writer.tell({
    workspaceId,
    at,
    actor: { type: "person", id: byId },
    event: "action_type.created",
    subject: { type: "action_type", id },
    facts: {
      name,
      version: 1,
      zone,
      destructive,
      reversible,
      expectedCost: expectedCost ?? null,
      decideWithinSeconds,
      confidenceThreshold,
      kindThresholds,
      reviewProbability,
      resourceType,
      resourceCaseSensitive,
      parametersSchemaDigest: createHash("sha256").update(canonicalBytes(parametersSchema)).digest("hex"),
      epoch,
    },
    private: { title, description, sentence },
  });
}
