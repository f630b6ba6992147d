"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { AnswerForm } from "@/components/approvals/decision/answer-form";
import type { FormProps } from "@/components/approvals/decision/form-props";
import { ReasonField } from "@/components/approvals/decision/reason-field";
import { FormField } from "@/components/patterns/form-field";
import { Select } from "@/components/ui/select";
import { owningTeamsQuery } from "@/lib/agents/agent.client";
import { escalationRoles } from "@/lib/approvals/approval.rules";
import { historyOptions } from "@/lib/approvals/approvals.client";
import { escalationTargets } from "@/lib/approvals/escalation-targets.rules";

/** Handing it to a team or a role, with a note. It stays held; they decide. */
export function EscalateForm({ action, draft, change, obstacle, sending, onSend, onCancel }: FormProps) {
  const teams = useQuery(owningTeamsQuery());
  const history = useQuery(historyOptions(action.id));
  const targets = escalationTargets(teams.data?.items ?? [], history.data?.couldAnswer);
  const options = targets.map(({ value, label, kind, obstacle: why }) => ({ value, label, hint: why === null ? kind : `${kind}: ${why}`, disabled: why !== null }));
  const closed = targets.find(({ value }) => value === draft.to)?.obstacle ?? null;
  const noneLeft = targets.length > 0 && targets.every(({ obstacle: why }) => why !== null);
  const target = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const frame = requestAnimationFrame(() => target.current?.querySelector<HTMLElement>("[role=combobox]")?.focus());
    return () => cancelAnimationFrame(frame);
  }, []);
  const note = draft.reason.trim();
  const faultOfTarget = noneLeft ? "Nobody in this workspace may decide it." : draft.to === null ? "Choose who should decide." : closed === null ? null : `Choose somebody else: ${closed}.`;
  const missing = faultOfTarget ?? (note ? null : "Write what they should look at.");
  return (
    <AnswerForm
      name="Escalate"
      submitLabel="Escalate"
      missing={missing}
      obstacle={obstacle}
      sending={sending}
      note="It stays held and its time runs on; from now on they decide, not you."
      onSubmit={() => onSend({ decision: "escalate", seenDigest: action.digest, to: targetOf(draft.to), reason: { text: note } })}
      onCancel={onCancel}
    >
      {(fault) => (
        <>
          <div ref={target}>
            <FormField label="To" error={faultOfTarget === null ? null : fault} required>
              <Select value={draft.to} onValueChange={(to) => change({ to })} options={options} placeholder="Team or role" />
            </FormField>
          </div>
          <ReasonField label="What should they look at?" required value={draft.reason} onChange={(reason) => change({ reason })} error={faultOfTarget === null ? fault : null} />
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
