import type { EditorPart } from "@/components/catalog/editor-part";
import { FormField } from "@/components/patterns/forms/form-field";
import { Panel } from "@/components/patterns/page/panel";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/input";
import { RadioGroup } from "@/components/ui/radio-group";
import { SignalMark } from "@/components/ui/signal-mark";

const zoneOptions = [
  { value: "green", label: <SignalMark signal="green" />, hint: "Allowed when every interlock passes." },
  {
    value: "yellow",
    label: <SignalMark signal="yellow" />,
    hint: "Also allowed; a share is picked for review afterwards.",
  },
  { value: "red", label: <SignalMark signal="red" />, hint: "Always held. A person approves with a written reason." },
] as const;

/** How dangerous it is. An agent's own words can only raise this. */
export function RiskPanel({ draft, onChange, faults, readOnly }: EditorPart) {
  return (
    <Panel title="Risk" meta="what an agent declares can raise it, never lower it" padded>
      <div className="grid gap-5 md:grid-cols-2">
        <RadioGroup
          aria-label="Zone"
          value={draft.zone}
          disabled={readOnly}
          onValueChange={(zone) => onChange({ zone })}
          options={zoneOptions}
        />
        <div className="flex flex-col gap-3">
          <Checkbox
            checked={draft.destructive}
            disabled={readOnly}
            onCheckedChange={(destructive) => onChange({ destructive })}
            label="Destructive"
            hint="It deletes or overwrites something that was there."
          />
          <Checkbox
            checked={!draft.reversible}
            disabled={readOnly}
            onCheckedChange={(cannot) => onChange({ reversible: !cannot })}
            label="Cannot be undone"
            hint="Nothing can bring back the previous state."
          />
          <div className="grid grid-cols-[minmax(0,1fr)_6rem] gap-2">
            <FormField
              label="Expected cost"
              error={faults.costAmount}
              hint="The most it should cost, or empty. A higher estimate makes the action at least yellow."
            >
              <Input
                inputMode="decimal"
                value={draft.costAmount}
                readOnly={readOnly}
                placeholder="none"
                onChange={(event) => onChange({ costAmount: event.target.value })}
              />
            </FormField>
            <FormField label="Currency" error={faults.costCurrency}>
              <Input
                mono
                value={draft.costCurrency}
                readOnly={readOnly}
                maxLength={3}
                onChange={(event) => onChange({ costCurrency: event.target.value.toUpperCase() })}
              />
            </FormField>
          </div>
          <FormField
            label="Type of resource it acts on"
            optional
            error={faults.resourceType}
            hint="Such as invoice. An action that names none may act on any of them, so a stop of one invoice covers it."
          >
            <Input
              mono
              value={draft.resourceType}
              readOnly={readOnly}
              maxLength={100}
              placeholder="none"
              spellCheck={false}
              onChange={(event) => onChange({ resourceType: event.target.value })}
            />
          </FormField>
          <Checkbox
            checked={draft.resourceCaseSensitive}
            disabled={readOnly}
            onCheckedChange={(resourceCaseSensitive) => onChange({ resourceCaseSensitive })}
            label="AB12 and ab12 are two resources"
            hint="Otherwise a stop of one covers the other."
          />
        </div>
      </div>
    </Panel>
  );
}
