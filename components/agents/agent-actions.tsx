"use client";

import { useQueryClient } from "@tanstack/react-query";
import { OctagonX } from "lucide-react";
import { useState } from "react";
import { useForm } from "react-hook-form";
import type { AgentRights } from "@/components/agents/agent-rights";
import { EditAgent } from "@/components/agents/edit-agent";
import { FormField } from "@/components/patterns/forms/form-field";
import { ConfirmDialog } from "@/components/patterns/page/confirm-dialog";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/notify";
import { Textarea } from "@/components/ui/textarea";
import { agentKeys, updateAgent } from "@/lib/agents/agent.client";
import { statusRefusal } from "@/lib/agents/agent.rules";
import type { AgentDetail } from "@/lib/agents/agent.schemas";
import { pullStop, stopsKey } from "@/lib/stops/stop.client";

type Change = "pause" | "resume" | "retire" | "stop";

const questions: Record<
  Change,
  {
    to?: AgentDetail["status"];
    title: string;
    description: string;
    confirm: string;
    danger: boolean;
    needsReason: boolean;
  }
> = {
  pause: {
    to: "paused",
    title: "Pause this agent?",
    description:
      "What it asks from now on is denied, and permits it has not used are refused while it is paused. Its keys stay.",
    confirm: "Pause",
    danger: false,
    needsReason: true,
  },
  resume: {
    to: "active",
    title: "Let this agent act again?",
    description: "It may ask again from now on. What was denied stays denied.",
    confirm: "Resume",
    danger: false,
    needsReason: false,
  },
  retire: {
    to: "retired",
    title: "Retire this agent for good?",
    description: "Its keys are revoked and it never asks again. Its actions stay on the record. This cannot be undone.",
    confirm: "Retire",
    danger: true,
    needsReason: true,
  },
  stop: {
    title: "Stop this agent?",
    description:
      "Before this closes, nothing it asks is allowed on any server, and the permits it has not used are withdrawn for good. It stays stopped until somebody re-arms it. A reason can follow later.",
    confirm: "Stop",
    danger: true,
    needsReason: false,
  },
};

/** What can be done with the agent as a whole. */
export function AgentActions({ agent, rights }: { agent: AgentDetail; rights: AgentRights }) {
  const queries = useQueryClient();
  const [asked, setAsked] = useState<Change | null>(null);
  const { register, watch, reset } = useForm({ defaultValues: { reason: "" } });
  const reason = watch("reason");
  const question = asked ? questions[asked] : null;
  const mayNot = rights.manage ? null : "Your role cannot change agents.";
  const refusal = (to: AgentDetail["status"]) => mayNot ?? statusRefusal(agent.status, to);

  function ask(change: Change) {
    reset();
    setAsked(change);
  }

  async function confirm() {
    if (!asked || !question) return;
    if (question.to)
      await updateAgent(agent.id, { status: question.to, ...(reason.trim() ? { reason: reason.trim() } : {}) });
    else await pullStop({ type: "agent", id: agent.id }, reason.trim() || null);
    await Promise.all([
      queries.invalidateQueries({ queryKey: agentKeys.all }),
      queries.invalidateQueries({ queryKey: stopsKey }),
    ]);
    toast(asked === "stop" ? `Stopped: ${agent.name}` : `${agent.name} is ${question.to ?? ""}`);
  }

  return (
    <>
      <EditAgent agent={agent} disabledReason={mayNot} />
      {agent.status === "paused" ? (
        <Button disabledReason={refusal("active")} onClick={() => ask("resume")}>
          Resume…
        </Button>
      ) : (
        <Button disabledReason={refusal("paused")} onClick={() => ask("pause")}>
          Pause…
        </Button>
      )}
      <Button
        disabledReason={agent.status === "retired" ? "It is already retired." : refusal("retired")}
        onClick={() => ask("retire")}
      >
        Retire…
      </Button>
      <Button
        variant="danger"
        icon={<OctagonX size={14} aria-hidden="true" />}
        disabledReason={
          !rights.stop
            ? "Your role cannot stop agents."
            : agent.stopped
              ? "It is already stopped. Re-arm it in the red bar."
              : null
        }
        onClick={() => ask("stop")}
      >
        Stop…
      </Button>
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(open) => {
          if (!open) setAsked(null);
        }}
        title={question?.title ?? ""}
        description={question?.description ?? ""}
        confirmLabel={question ? `${question.confirm} ${agent.name}` : ""}
        danger={question?.danger ?? false}
        disabledReason={question?.needsReason && reason.trim() === "" ? "Say why, in a few words" : null}
        onConfirm={confirm}
      >
        <FormField
          label="Why"
          required={question?.needsReason}
          optional={!question?.needsReason}
          hint={
            asked === "stop" ? "On the record, and given to the agent." : "Kept on the record and shown on this page."
          }
        >
          <Textarea rows={2} maxLength={2000} {...register("reason")} />
        </FormField>
      </ConfirmDialog>
    </>
  );
}
