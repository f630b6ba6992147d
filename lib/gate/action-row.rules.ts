import type { AskedRows } from "@/lib/actions/action-rows.rules";
import type { ActionRequest } from "@/lib/actions/action.schemas";
import { deedOf, digestOf } from "@/lib/actions/digest.rules";
import { sentenceFor } from "@/lib/actions/sentence.rules";
import type { Principal } from "@/lib/keys/principal.rules";
import { namesOfSubject } from "@/lib/pending/on-behalf.rules";
import type { Claim } from "@/lib/budgets/budget.rules";
import { zoneRank } from "@/lib/platform/zone.rules";
import { keysOfDeed } from "@/lib/scopes/scope-keys.rules";
import { debitsOf } from "./interlocks/budget/over-budget.rules";
import type { Judgement } from "./judge.rules";

/** What judging does not decide but the rows need: made outside, so that this stays pure. */
export interface Circumstances {
  id: string;
  now: Date;
  /** Uniform in [0, 1): decides whether an allowed yellow action is reviewed afterwards. */
  draw: number;
  permitTtlSeconds: number;
}

const undeclaredDecideWithinSeconds = 3600;

function expiry(request: ActionRequest, judgement: Judgement, now: Date): Date {
  const byType = now.getTime() + (judgement.type?.decideWithinSeconds ?? undeclaredDecideWithinSeconds) * 1000;
  // An agent may want its answer sooner than the catalog allows for, never later.
  return new Date(Math.min(byType, request.deadline?.getTime() ?? Infinity));
}

/**
 * The rows of a judged action: allowed ones carry their decision and permit, denied ones their decision, held ones neither.
 * @param claims what it asks of budgets, which reserve it unless it is denied or held by one of them
 */
export function askedRows(
  request: ActionRequest,
  principal: Principal,
  judgement: Judgement,
  circumstances: Circumstances,
  claims: readonly Claim[] = [],
): AskedRows {
  const { verdict, zone, type, namesakes } = judgement;
  const { id, now } = circumstances;
  const at = now.toISOString();
  const allowed = verdict.effect === "allow";
  const held = verdict.effect === "hold";
  const resource = request.resource ?? null;
  const { action, onBehalfOf, parameters } = request;
  const typeVersion = type?.version ?? null;
  const digest = digestOf(
    deedOf({ agentId: principal.agentId, onBehalfOf, action, typeVersion, resource }, parameters),
  );
  const reviewProbability = allowed && zone === "yellow" ? (type?.reviewProbability ?? 1) : 0;
  const decisive = verdict.interlocks.find((i) => i.effect === "deny");
  const expiresAt = expiry(request, judgement, now).toISOString();
  const permitUntil = new Date(now.getTime() + circumstances.permitTtlSeconds * 1000).toISOString();
  const debits = debitsOf(judgement, claims, { id, at: now, expiresAt: allowed ? permitUntil : expiresAt });
  return {
    action: {
      id,
      workspace_id: principal.workspaceId,
      agent_id: principal.agentId,
      agent_name: principal.agentName,
      kind: principal.kind,
      key_id: principal.keyId,
      run_id: principal.runId ?? request.runId ?? null,
      step_id: request.stepId ?? null,
      tool_call_id: request.toolCallId ?? null,
      trace_id: request.traceId ?? null,
      span_id: request.spanId ?? null,
      action: request.action,
      type_version: type?.version ?? null,
      resource_type: resource?.type ?? null,
      resource_id: resource?.id ?? null,
      name_keys: keysOfDeed({ kind: principal.kind, action: request.action, resource, declared: namesakes }),
      parameters: request.parameters,
      sentence: sentenceFor(type, request),
      confidence: request.confidence ?? null,
      reasoning: request.reasoning ?? null,
      on_behalf_of: request.onBehalfOf ?? null,
      on_behalf_names: namesOfSubject(request.onBehalfOf ?? null),
      cost_amount: request.estimatedCost?.amount ?? null,
      cost_currency: request.estimatedCost?.currency ?? null,
      estimated_tokens: request.estimatedTokens ?? null,
      budgeted: debits.length > 0,
      effects: request.effects ?? null,
      jurisdiction: request.jurisdiction ?? null,
      metadata: request.metadata ?? null,
      zone,
      zone_rank: zoneRank(zone),
      status: held ? "pending" : allowed ? "approved" : "denied",
      effect: verdict.effect,
      verdict,
      epoch: verdict.epoch,
      digest,
      final_parameters: allowed ? request.parameters : null,
      final_digest: allowed ? digest : null,
      review_probability: reviewProbability,
      review_drawn: circumstances.draw < reviewProbability,
      expires_at: expiresAt,
      created_at: at,
      decided_at: held ? null : at,
      agent_created_by_id: principal.ownership.agentCreatedById,
      key_created_by_id: principal.ownership.keyCreatedById,
      owner_team_id: principal.ownership.teamId,
      deadline_at: request.deadline?.toISOString() ?? null,
    },
    decision: held
      ? null
      : {
          action_id: id,
          workspace_id: principal.workspaceId,
          outcome: allowed ? "approve" : "reject",
          by_type: "policy",
          by_id: verdict.policyVersion,
          by_name: "Interlocks",
          reason_code: allowed ? null : (decisive?.code ?? null),
          reason_text: allowed ? "Every interlock passed." : (decisive?.message ?? ""),
          at,
          stop_id:
            verdict.interlocks.find((i) => i.effect === "deny" && i.control?.type === "stop")?.control?.id ?? null,
        },
    permit: allowed
      ? {
          action_id: id,
          workspace_id: principal.workspaceId,
          digest,
          epoch: verdict.epoch,
          issued_at: at,
          expires_at: permitUntil,
        }
      : null,
    debits,
  };
}
