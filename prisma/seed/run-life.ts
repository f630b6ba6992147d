import type { Mailbox } from "@/lib/demo/story.rules";
import { principalOf, type Cast } from "./cast";
import { seededId } from "./seeded-id";

export interface RunPlan {
  agent: string;
  task: string;
  jurisdiction?: string;
  at: number;
  ttlSeconds: number;
}

/** Begins a run; `endRun` completes it. Its token's hash is of nothing anybody holds. */
export function beginRun(
  cast: Cast,
  plan: RunPlan,
): { id: string; endRun: (at: number | undefined, result: "succeeded" | "failed" | null) => void } {
  const { writer, dice, workspaceId } = cast;
  const { agentId, keyId } = principalOf(cast, plan.agent);
  const at = new Date(plan.at);
  const id = seededId("run", at, dice);
  const expiresAt = new Date(plan.at + plan.ttlSeconds * 1000).toISOString();
  const jurisdiction = plan.jurisdiction ?? null;
  writer.tell({
    workspaceId,
    at,
    actor: { type: "agent", id: agentId },
    event: "run.started",
    subject: { type: "run", id },
    facts: { agentId, keyId, parentRunId: null, ttlSeconds: plan.ttlSeconds, expiresAt, jurisdiction },
    private: { task: plan.task },
  });
  const tokenHash = `\\x${Buffer.from(dice.bytes(32)).toString("hex")}`;
  return {
    id,
    endRun(endedAt, result) {
      const ended = endedAt === undefined ? null : new Date(endedAt).toISOString();
      writer.add("runs", {
        id,
        workspace_id: workspaceId,
        agent_id: agentId,
        key_id: keyId,
        parent_run_id: null,
        task: plan.task,
        jurisdiction,
        context: null,
        token_hash: tokenHash,
        started_at: at.toISOString(),
        expires_at: expiresAt,
        ended_at: ended,
        result: ended ? result : null,
      });
      if (endedAt !== undefined)
        writer.tell({
          workspaceId,
          at: new Date(endedAt),
          actor: { type: "agent", id: agentId },
          event: "run.ended",
          subject: { type: "run", id },
          facts: { agentId, result },
        });
    },
  };
}

/** Supervisors who share the day: whoever is not the one that registered the agent. */
export const deciders: readonly [Mailbox, Mailbox, Mailbox] = ["supervisor", "supervisor", "supervisor2"];
