"use client";

import { useQuery } from "@tanstack/react-query";
import { AnswerForm } from "@/components/approvals/decision/answer-form";
import { useDecision } from "@/components/approvals/decision/decision-context";
import { ReasonField } from "@/components/approvals/decision/reason-field";
import { FormField } from "@/components/patterns/form-field";
import { Select } from "@/components/ui/select";
import { owningTeamsQuery } from "@/lib/agents/agent.client";
import { escalationRoles } from "@/lib/approvals/approval.rules";
import { escalationTargets } from "@/lib/approvals/escalation-targets.rules";

/** Handing it to a team or a role, with a note. It stays held; they decide. */
export function EscalateForm() {
  const { action, history, draft, change, confirm } = useDecision();
  const teams = useQuery(owningTeamsQuery());
  const targets = escalationTargets(teams.data?.items ?? [], history?.couldAnswer);
  const options = targets.map(({ value, label, kind, obstacle: why }) => ({ value, label, hint: why === null ? kind : `${kind}: ${why}`, disabled: why !== null }));
  const closed = targets.find(({ value }) => value === draft.to)?.obstacle ?? null;
  const noneLeft = targets.length > 0 && targets.every(({ obstacle: why }) => why !== null);
  const note = draft.reason.trim();
  const faultOfTarget = noneLeft ? "Nobody in this workspace may decide it." : draft.to === null ? "Choose who should decide." : closed === null ? null : `Choose somebody else: ${closed}.`;
  const missing = faultOfTarget ?? (note ? null : "Write what they should look at.");
  return (
    <AnswerForm
      answer="escalate"
      missing={missing}
      note="It stays held and its time runs on; from now on they decide, not you."
      onSubmit={(event) => confirm({ decision: "escalate", seenDigest: action.digest, to: targetOf(draft.to), reason: { text: note } }, event)}
    >
      {(fault) => (
        <>
          <FormField label="To" error={faultOfTarget === null ? null : fault} required>
            <Select value={draft.to} onValueChange={(to) => change({ to })} options={options} placeholder="Team or role" />
          </FormField>
          <ReasonField label="What should they look at?" required value={draft.reason} onChange={(reason) => change({ reason })} error={faultOfTarget === null ? fault : null} focusFirst />
        </>
      )}
    </AnswerForm>
  );
}

function targetOf(to: string | null): { teamId?: string; role?: (typeof escalationRoles)[number] } {
  const [kind, id] = to?.split(/:(.*)/su) ?? [];
  if (kind === "team") return { teamId: id };
  return { role: escalationRoles.find((role) => role === id) ?? "admin" };
}
