"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { AnswerForm } from "@/components/approvals/decision/answer-form";
import { useDecision } from "@/components/approvals/decision/decision-context";
import { ReasonField } from "@/components/approvals/decision/reason-field";
import { FormField } from "@/components/patterns/forms/form-field";
import { PersonInput } from "@/components/people/person-input";
import { Select } from "@/components/ui/select";
import { owningTeamsQuery } from "@/lib/agents/agent.client";
import { escalationTargets, isByName, somebodyByName, targetOf } from "@/lib/approvals/escalation-targets.rules";

/** Handing it to a person, a team or a role, with a note. It stays held; they decide. */
export function EscalateForm() {
  const { action, history, draft, change, confirm, myId } = useDecision();
  const teams = useQuery(owningTeamsQuery());
  const targets = escalationTargets(teams.data?.items ?? [], history?.couldAnswer, myId);
  const options = targets.map(({ value, label, kind, obstacle: why }) => ({
    value,
    label,
    hint: why === null ? kind : `${kind}: ${why}`,
    disabled: why !== null,
  }));
  const byName = isByName(draft.to, targets);
  const [typing, setTyping] = useState(false);
  const unnamed = byName && (typing || draft.to === somebodyByName);
  const closed = targets.find(({ value }) => value === draft.to)?.obstacle ?? null;
  const noneLeft = targets.length > 0 && targets.every(({ obstacle: why }) => why !== null);
  const note = draft.reason.trim();
  const faultOfTarget = noneLeft
    ? "Nobody in this workspace may decide it."
    : draft.to === null || unnamed
      ? "Choose who should decide."
      : closed === null
        ? null
        : `Choose somebody else: ${closed}.`;
  const missing = faultOfTarget ?? (note ? null : "Write what they should look at.");
  return (
    <AnswerForm
      answer="escalate"
      missing={missing}
      note="It stays held and its time keeps running; from now on they decide, not you."
      onSubmit={(event) =>
        confirm(
          { decision: "escalate", seenDigest: action.digest, to: targetOf(draft.to), reason: { text: note } },
          event,
        )
      }
    >
      {(fault) => (
        <>
          <FormField label="To" error={faultOfTarget === null || unnamed ? null : fault} required>
            <Select
              value={byName ? somebodyByName : draft.to}
              onValueChange={(to) => change({ to })}
              options={options}
              placeholder="Person, team or role"
            />
          </FormField>
          {byName ? (
            <FormField label="Person" error={unnamed ? fault : null} required>
              <PersonInput
                value={draft.to?.slice(somebodyByName.length) ?? ""}
                onChoose={(id) => change({ to: somebodyByName + id })}
                onTyping={setTyping}
              />
            </FormField>
          ) : null}
          <ReasonField
            label="What should they look at?"
            required
            value={draft.reason}
            onChange={(reason) => change({ reason })}
            error={faultOfTarget === null ? fault : null}
            focusFirst
          />
        </>
      )}
    </AnswerForm>
  );
}
