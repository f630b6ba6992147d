"use client";

import { type RefObject, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { AnswerForm } from "@/components/approvals/decision/answer-form";
import { useDecision } from "@/components/approvals/decision/decision-context";
import { EditEffect } from "@/components/approvals/decision/edit-effect";
import { ParametersEditor } from "@/components/approvals/decision/parameters-editor";
import { ReasonField } from "@/components/approvals/decision/reason-field";
import { asJson } from "@/components/approvals/evidence/as-json";
import { EvidenceCatalogChange } from "@/components/approvals/evidence/evidence-catalog-change";
import { useAskedType } from "@/components/approvals/evidence/use-asked-type";
import { inWords } from "@/components/approvals/problem-in-words";
import { ProblemNote } from "@/components/approvals/problem-note";
import { Sentence } from "@/components/patterns/outside/sentence";
import { Card } from "@/components/patterns/page/panel";
import { sameJson } from "@/components/patterns/schema-form/schema-form-part.rules";
import { inWordsOf } from "@/components/patterns/schema/schema-words";
import { DiffView } from "@/components/patterns/values/diff-view";
import { Dialog } from "@/components/ui/dialog";

/** Changing what will run before approving it: a form from the schema, and the difference beside it as one types. */
export function EditForm() {
  const { action, zone, draft, change, failure, confirm, cancel } = useDecision();
  const { asked, now, waiting } = useAskedType(action);
  // Checked as the entry is now, since that is how the server judges an edit; called as in the evidence, since that is what the values mean.
  const schema = useMemo(
    () => (now ? inWordsOf(now.parametersSchema, asked?.parametersSchema ?? null) : null),
    [now, asked],
  );
  const [faults, setFaults] = useState<readonly string[]>([]);
  const fields = useRef<HTMLDivElement>(null);
  useFirstField(fields);
  const parameters = draft.parameters ?? action.parameters;
  const reason = draft.reason.trim();
  // What one types is drawn first, what it comes to after it.
  const settled = useDeferredValue(parameters);
  const changed = !sameJson(action.parameters, parameters);
  const missing = !changed
    ? "Nothing is changed: approve it as it is, or change something."
    : faults[0]
      ? `Correct the parameters first. ${faults[0]}`
      : reason
        ? null
        : "Say why you changed it.";
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : cancel())}
      title="Edit and approve"
      description={<Sentence text={action.sentence} />}
      width="xl"
    >
      <AnswerForm
        answer="edit"
        missing={missing}
        stickyFoot
        note={
          zone === "red"
            ? "There is no grace period in red: once approved, the agent may run the edited parameters at once."
            : "The agent gets the edited parameters and your reason; what it asked for is kept beside them."
        }
        onSubmit={(event) =>
          confirm({ decision: "edit", seenDigest: action.digest, parameters, reason: { text: reason } }, event)
        }
      >
        {(fault) => (
          <>
            <div className="grid items-start gap-x-6 gap-y-4 md:grid-cols-2">
              <div ref={fields} className="flex min-w-0 flex-col gap-4">
                {now && !waiting && now.version !== action.typeVersion ? (
                  <Card>
                    <EvidenceCatalogChange version={action.typeVersion} asked={asked ?? null} now={now} forEdit />
                  </Card>
                ) : null}
                <ParametersEditor
                  schema={waiting ? undefined : schema}
                  value={parameters}
                  asked={action.parameters}
                  onChange={(next, found) => {
                    change({ parameters: next });
                    setFaults(found);
                  }}
                  onUnreadable={(message) => setFaults([message])}
                />
              </div>
              <div className="flex min-w-0 flex-col gap-4 md:sticky md:top-0">
                <section aria-label="What changes" aria-live="polite">
                  <h3 className="mb-1.5 font-medium">What changes</h3>
                  <Card>
                    <DiffView
                      before={asJson(action.parameters)}
                      after={asJson(settled)}
                      schema={asked?.parametersSchema}
                      caption="What changes"
                    />
                  </Card>
                </section>
                {changed ? <EditEffect action={action} parameters={settled} /> : null}
                <ReasonField
                  label="Why this change?"
                  required
                  value={draft.reason}
                  onChange={(text) => change({ reason: text })}
                  error={fault}
                />
                {failure ? <ProblemNote problem={inWords(failure)} /> : null}
              </div>
            </div>
          </>
        )}
      </AnswerForm>
    </Dialog>
  );
}

const firstFieldMs = 3_000;

/** The form is fetched when it is first needed: its first field takes the keyboard as soon as it is there. */
function useFirstField(fields: RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    const started = performance.now();
    let frame = requestAnimationFrame(function look(now) {
      const first = fields.current?.querySelector<HTMLElement>(
        "input, textarea, button[role=combobox], [contenteditable=true]",
      );
      if (first) first.focus();
      else if (now - started < firstFieldMs) frame = requestAnimationFrame(look);
    });
    return () => cancelAnimationFrame(frame);
  }, [fields]);
}
