import type { AskedRows } from "@/lib/actions/action-rows.rules";
import type { DecisionOutcome, OutcomeRequest } from "@/lib/actions/action.schemas";
import { digestOf } from "@/lib/actions/digest.rules";
import type { Ask, Mailbox, StoryRequest, Wise } from "@/lib/demo/story.rules";
import { askedRows } from "@/lib/gate/action-row.rules";
import { compiledOf } from "@/lib/judging/control-source.rules";
import { entryOf } from "@/lib/gate/gate.service";
import { stopsInForce } from "@/lib/gate/interlocks/stop/stops-in-force.rules";
import { judge } from "@/lib/gate/judge.rules";
import type { Principal } from "@/lib/keys/principal.rules";
import { controlsAt, personOf, type Cast } from "./cast";
import { seededId } from "./seeded-id";

/** What happens around one action. Everything after `now` has not happened yet. */
export interface LifePlan {
  agent: string;
  runId: string | null;
  request: StoryRequest;
  at: number;
  now: number;
  /** How people answer if it is held; undefined leaves it to its time limit. */
  answer?: { wise: Wise; by: Mailbox; afterMs: number };
  /** The agent cancels after so long without an answer. */
  patienceMs?: number;
  /** What comes of it if it may run; undefined if the agent never uses its permit. */
  work?: { outcome: OutcomeRequest; workMs: number; startAfterMs: number; reports: boolean };
  claim?: { by: Mailbox; forMs: number };
}

export interface LifeResult {
  rows: AskedRows;
  status: string;
  /** When the agent could go on to its next step; undefined while it still waits or works. */
  endedAt: number | undefined;
}

interface Decided {
  at: number;
  outcome: DecisionOutcome;
  by: { type: "person" | "system" | "agent"; id: string; name: string };
  reason: { code: string | null; text: string };
  deed?: { digest: string; parameters: Record<string, unknown> };
}

const lostAfterMs = 86_400_000;

function edited(
  rows: AskedRows,
  request: StoryRequest,
  principal: Principal,
  parameters: Record<string, unknown>,
): string {
  return digestOf({
    agentId: principal.agentId,
    subjectId: request.onBehalfOf ? `${request.onBehalfOf.type}:${request.onBehalfOf.id}` : null,
    action: request.action,
    typeVersion: rows.action.type_version,
    resource: request.resource ?? null,
    parameters,
  });
}

/** Who comes first: the people's answer, the agent's patience, or the time limit. */
function decisionOf(
  cast: Cast,
  plan: LifePlan,
  rows: AskedRows,
  principal: Principal,
): { decided: Decided; voted?: { at: number; vote: "approve" | "edit" | "reject"; graceMs: number } } {
  const { answer, at } = plan;
  const { action } = rows;
  const expires = Date.parse(action.expires_at);
  const patience = plan.patienceMs === undefined ? Infinity : at + plan.patienceMs;
  const votedAt = answer ? at + answer.afterMs : Infinity;
  if (answer && votedAt < Math.min(expires, patience)) {
    const { wise } = answer;
    const person = personOf(cast, answer.by);
    const graceMs = wise.vote === "reject" || action.zone === "red" ? 0 : cast.graceSeconds * 1000;
    const deed =
      wise.vote === "approve"
        ? { digest: action.digest, parameters: action.parameters }
        : wise.vote === "edit"
          ? { digest: edited(rows, plan.request, principal, wise.parameters), parameters: wise.parameters }
          : undefined;
    const reason = { code: wise.vote === "reject" ? wise.code : null, text: wise.text };
    return {
      decided: {
        at: votedAt + graceMs,
        outcome: wise.vote,
        by: { type: "person", id: person.id, name: person.name },
        reason,
        ...(deed ? { deed } : {}),
      },
      voted: { at: votedAt, vote: wise.vote, graceMs },
    };
  }
  if (patience < expires) {
    return {
      decided: {
        at: patience,
        outcome: "cancel",
        by: { type: "agent", id: principal.agentId, name: principal.agentName },
        reason: { code: "cancelled_by_agent", text: "The agent took its request back." },
      },
    };
  }
  return {
    decided: {
      at: expires,
      outcome: "expire",
      by: { type: "system", id: "worker", name: "Time limit" },
      reason: { code: "expired", text: "Nobody decided in time, so it is denied." },
    },
  };
}

const statusOf: Record<DecisionOutcome, string> = {
  approve: "approved",
  edit: "approved",
  reject: "denied",
  expire: "expired",
  cancel: "cancelled",
};
const iso = (at: number) => new Date(at).toISOString();

/**
 * Lets one action happen, judged by the gate's own rules, and writes the rows and audit entries that the services would have
 * written at each step.
 */
export function liveAction(cast: Cast, plan: LifePlan): LifeResult {
  const { writer, dice, workspaceId } = cast;
  const { request, at, now } = plan;
  const principal = { ...(cast.principals.get(plan.agent) ?? missing(plan.agent)), runId: plan.runId };
  const controls = controlsAt(cast, at);
  const id = seededId("action", new Date(at), dice);
  const judgement = judge(request, principal, controls);
  const rows = askedRows(request, principal, judgement, {
    id,
    now: new Date(at),
    draw: dice.uniform(),
    permitTtlSeconds: cast.permitTtlSeconds,
  });
  writer.stage(entryOf(rows));

  const row: Record<string, unknown> = {
    ...rows.action,
    settles_at: null,
    settling_id: null,
    claimed_by_id: null,
    claimed_by_name: null,
    claim_expires_at: null,
    execution_status: null,
  };
  let permit = rows.permit ? { ...rows.permit, consumed_at: null as string | null } : null;
  let ready = rows.action.status === "approved" ? at : undefined;
  let endedAt = rows.action.status === "denied" ? at : undefined;

  if (rows.action.status === "pending") {
    const { decided, voted } = decisionOf(cast, plan, rows, principal);
    if (decided.at <= now) {
      const epoch = controlsAt(cast, decided.at).epoch;
      const approvalId = voted ? seededId("approval", new Date(voted.at), dice) : null;
      Object.assign(row, {
        status: statusOf[decided.outcome],
        decided_at: iso(decided.at),
        final_parameters: decided.deed?.parameters ?? null,
        final_digest: decided.deed?.digest ?? null,
      });
      writer.add("decisions", {
        action_id: id,
        workspace_id: workspaceId,
        outcome: decided.outcome,
        by_type: decided.by.type,
        by_id: decided.by.id,
        by_name: decided.by.name,
        reason_code: decided.reason.code,
        reason_text: decided.reason.text,
        at: iso(decided.at),
      });
      const actor = { type: decided.by.type, id: decided.by.id };
      const secret = decided.reason.text ? { private: { reason: decided.reason.text } } : {};
      if (voted && approvalId) {
        const vote = {
          seen_digest: rows.action.digest,
          final_digest: decided.deed?.digest ?? null,
          final_parameters: decided.deed?.parameters ?? null,
        };
        writer.add("approvals", {
          id: approvalId,
          workspace_id: workspaceId,
          action_id: id,
          person_id: decided.by.id,
          person_name: decided.by.name,
          vote: voted.vote,
          ...vote,
          reason_code: decided.reason.code,
          reason_text: decided.reason.text,
          at: iso(voted.at),
        });
        if (voted.graceMs > 0) {
          writer.tell({
            workspaceId,
            at: new Date(voted.at),
            actor,
            event: "approval.given",
            subject: { type: "action", id },
            facts: {
              approvalId,
              vote: voted.vote,
              seenDigest: vote.seen_digest,
              finalDigest: vote.final_digest,
              settlesAt: iso(decided.at),
            },
            ...secret,
          });
        }
      }
      writer.tell({
        workspaceId,
        at: new Date(decided.at),
        actor,
        event: "action.decided",
        subject: { type: "action", id },
        facts: {
          agentId: principal.agentId,
          outcome: decided.outcome,
          status: statusOf[decided.outcome],
          reasonCode: decided.reason.code,
          finalDigest: decided.deed?.digest ?? null,
          epoch: decided.deed ? epoch : null,
          approvalId: voted && voted.graceMs > 0 ? approvalId : null,
        },
        ...secret,
      });
      if (decided.deed) {
        permit = {
          action_id: id,
          workspace_id: workspaceId,
          digest: decided.deed.digest,
          epoch,
          issued_at: iso(decided.at),
          expires_at: iso(decided.at + cast.permitTtlSeconds * 1000),
          consumed_at: null,
        };
        ready = decided.at;
      } else endedAt = decided.at;
    } else if (plan.claim) claim(cast, plan, id, row, plan.claim);
  }

  if (rows.decision) writer.add("decisions", rows.decision);
  if (permit) {
    if (ready !== undefined) endedAt = work(cast, plan, id, row, permit, principal, ready);
    writer.add("permits", permit);
  }
  writer.add("actions", row);
  return { rows, status: String(row["status"]), endedAt };
}

function missing(agent: string): never {
  throw new Error(`no agent is called ${agent}`);
}

function claim(
  cast: Cast,
  plan: LifePlan,
  id: string,
  row: Record<string, unknown>,
  { by, forMs }: NonNullable<LifePlan["claim"]>,
): void {
  const person = personOf(cast, by);
  const at = plan.now - 60_000;
  const expiresAt = iso(at + forMs);
  Object.assign(row, { claimed_by_id: person.id, claimed_by_name: person.name, claim_expires_at: expiresAt });
  cast.writer.tell({
    workspaceId: cast.workspaceId,
    at: new Date(at),
    actor: { type: "person", id: person.id },
    event: "action.claimed",
    subject: { type: "action", id },
    facts: { expiresAt },
  });
}

/** The agent uses its permit, works and reports. @returns when it was done, if it is by now */
function work(
  cast: Cast,
  plan: LifePlan,
  id: string,
  row: Record<string, unknown>,
  permit: { digest: string; expires_at: string; epoch: number; consumed_at: string | null },
  principal: Principal,
  ready: number,
): number | undefined {
  const { writer, workspaceId } = cast;
  const done = plan.work;
  if (!done) return Date.parse(permit.expires_at);
  const startedAt = ready + done.startAfterMs;
  // A stop withdraws the permits given before it.
  const stoppedMeanwhile = compiledOf(controlsAt(cast, startedAt).controls, stopsInForce).some(
    (s) => s.scopeType === "agent" && s.scopeId === principal.agentId,
  );
  if (startedAt > plan.now || stoppedMeanwhile || startedAt >= Date.parse(permit.expires_at)) return undefined;
  const actor = { type: "agent" as const, id: principal.agentId };
  const subject = { type: "action", id };
  permit.consumed_at = iso(startedAt);
  row["execution_status"] = "started";
  writer.tell({
    workspaceId,
    at: new Date(startedAt),
    actor,
    event: "action.executed",
    subject,
    facts: { digest: permit.digest, keyId: principal.keyId, runId: principal.runId },
  });
  const reportedAt = startedAt + done.workMs;
  if (!done.reports) {
    if (startedAt + lostAfterMs > plan.now) return undefined;
    row["execution_status"] = "lost";
    writer.tell({
      workspaceId,
      at: new Date(startedAt + lostAfterMs),
      actor: { type: "system", id: "worker" },
      event: "action.lost",
      subject,
      facts: { afterSeconds: lostAfterMs / 1000 },
    });
    return startedAt;
  }
  if (reportedAt > plan.now) return undefined;
  const { outcome } = done;
  row["execution_status"] = outcome.status;
  writer.add("outcomes", {
    action_id: id,
    workspace_id: workspaceId,
    status: outcome.status,
    result: outcome.result ?? null,
    error: outcome.error ?? null,
    cost_amount: outcome.cost?.amount ?? null,
    cost_currency: outcome.cost?.currency ?? null,
    usage: outcome.usage ?? null,
    at: iso(reportedAt),
  });
  writer.tell({
    workspaceId,
    at: new Date(reportedAt),
    actor,
    event: "action.outcome_reported",
    subject,
    facts: { status: outcome.status, cost: outcome.cost ?? null },
    ...(outcome.error !== undefined || outcome.result !== undefined
      ? { private: { result: outcome.result ?? null, error: outcome.error ?? null } }
      : {}),
  });
  return reportedAt;
}

/** The plan of an ask of the stories. */
export function planOf(ask: Ask): Pick<LifePlan, "request" | "work" | "patienceMs"> {
  const { outcome, workSeconds, misstep, patienceSeconds } = ask;
  return {
    request: ask.request,
    ...(patienceSeconds === undefined ? {} : { patienceMs: patienceSeconds * 1000 }),
    ...(misstep === "never_executes"
      ? {}
      : { work: { outcome, workMs: workSeconds * 1000, startAfterMs: 900, reports: misstep !== "never_reports" } }),
  };
}
