import { useQuery } from "@tanstack/react-query";
import { Plus, Trash2 } from "lucide-react";
import { type Draft, timeUnits } from "@/components/catalog/draft.rules";
import type { EditorPart } from "@/components/catalog/editor-part";
import { FormField } from "@/components/patterns/forms/form-field";
import { SuggestingInput } from "@/components/patterns/forms/suggesting-input";
import { Panel } from "@/components/patterns/page/panel";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { agentKindsQuery } from "@/lib/agents/agent.client";

const unitOptions = timeUnits.map((unit) => ({ value: unit, label: unit }));

/** How sure an agent must be, how long people have, and how much is looked at afterwards. */
export function DecidingPanel(part: EditorPart) {
  const { draft, onChange, faults, readOnly } = part;
  return (
    <Panel title="Deciding" padded>
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        <FormField
          label="Held below a confidence of"
          error={faults.confidenceThreshold}
          hint="From 0 to 1. No confidence given counts as too low."
        >
          <Input
            inputMode="decimal"
            value={draft.confidenceThreshold}
            readOnly={readOnly}
            onChange={(event) => onChange({ confidenceThreshold: event.target.value })}
          />
        </FormField>
        <div className="grid grid-cols-[minmax(0,1fr)_7rem] items-start gap-2">
          <FormField
            label="Decide within"
            error={faults.decideWithin}
            hint="After that it expires, and the agent may not act."
          >
            <Input
              inputMode="numeric"
              value={draft.decideWithin}
              readOnly={readOnly}
              onChange={(event) => onChange({ decideWithin: event.target.value })}
            />
          </FormField>
          <FormField label="Unit">
            <Select
              value={draft.decideUnit}
              disabled={readOnly}
              onValueChange={(decideUnit) => onChange({ decideUnit })}
              options={unitOptions}
            />
          </FormField>
        </div>
        <FormField
          label="Share reviewed afterwards"
          error={faults.reviewProbability}
          hint="From 0 to 1, of what is allowed in yellow."
        >
          <Input
            inputMode="decimal"
            value={draft.reviewProbability}
            readOnly={readOnly}
            onChange={(event) => onChange({ reviewProbability: event.target.value })}
          />
        </FormField>
      </div>
      <KindThresholds {...part} />
    </Panel>
  );
}

function KindThresholds({ draft, onChange, faults, readOnly }: EditorPart) {
  const { data: kinds } = useQuery(agentKindsQuery());
  const rows = draft.kindThresholds;
  const set = (next: Draft["kindThresholds"]) => onChange({ kindThresholds: next });
  const change = (index: number, part: Partial<Draft["kindThresholds"][number]>) =>
    set(rows.map((row, at) => (at === index ? { ...row, ...part } : row)));
  return (
    <fieldset className="mt-4 border-t border-line-soft pt-3.5">
      <legend className="float-left mb-1 font-medium">Different thresholds for some kinds of agent</legend>
      <div className="clear-both flex flex-col gap-2">
        {rows.length === 0 ? <p className="text-mute">None: the threshold above applies to every kind.</p> : null}
        {rows.map((row, index) => (
          <div key={index} className="flex items-center gap-2">
            <SuggestingInput
              mono
              aria-label={`Kind ${index + 1}`}
              className="max-w-56"
              placeholder="kind"
              words={(kinds?.items ?? []).map(({ kind }) => kind)}
              value={row.kind}
              readOnly={readOnly}
              onValueChange={(kind) => change(index, { kind })}
            />
            <span className="text-mute">below</span>
            <Input
              aria-label={`Threshold of kind ${index + 1}`}
              className="w-20!"
              inputMode="decimal"
              value={row.threshold}
              readOnly={readOnly}
              onChange={(event) => change(index, { threshold: event.target.value })}
            />
            {readOnly ? null : (
              <IconButton
                label={`Remove the threshold of ${row.kind || `kind ${index + 1}`}`}
                size="sm"
                onClick={() => set(rows.filter((_, at) => at !== index))}
              >
                <Trash2 size={14} aria-hidden="true" />
              </IconButton>
            )}
          </div>
        ))}
        {faults.kindThresholds ? (
          <p role="alert" className="text-sm text-danger">
            {faults.kindThresholds}
          </p>
        ) : null}
        {readOnly ? null : (
          <Button
            size="sm"
            className="self-start"
            icon={<Plus size={13} aria-hidden="true" />}
            onClick={() => set([...rows, { kind: "", threshold: draft.confidenceThreshold }])}
          >
            Add a kind
          </Button>
        )}
      </div>
    </fieldset>
  );
}
