import { objectOf } from "@/components/catalog/draft.rules";
import type { EditorPart } from "@/components/catalog/editor-part";
import { placesOf } from "@/components/catalog/sample.rules";
import { FormField } from "@/components/patterns/forms/form-field";
import { Panel } from "@/components/patterns/page/panel";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { unknownPlaces } from "@/lib/catalog/catalog.rules";

/** What it is called, and how it is said to people. */
export function WordsPanel({ draft, onChange, faults, readOnly, isNew }: EditorPart & { isNew: boolean }) {
  const schema = objectOf(draft.schemaText);
  const unknown = schema ? unknownPlaces(draft.sentence, schema) : [];
  const places = schema ? placesOf(schema) : [];
  return (
    <Panel title="In words" padded>
      <div className="flex flex-col gap-4">
        <div className="grid gap-4 sm:grid-cols-2">
          {isNew ? (
            <FormField
              label="Name"
              required
              error={faults.name}
              hint="What agents call it by. It cannot be changed later."
            >
              <Input
                mono
                value={draft.name}
                maxLength={128}
                spellCheck={false}
                autoComplete="off"
                placeholder="issue_refund"
                onChange={(event) => onChange({ name: event.target.value })}
              />
            </FormField>
          ) : null}
          <FormField label="Title" required error={faults.title}>
            <Input
              value={draft.title}
              maxLength={120}
              readOnly={readOnly}
              onChange={(event) => onChange({ title: event.target.value })}
            />
          </FormField>
        </div>
        <FormField label="What it does, and when to let it through" optional error={faults.description}>
          <Textarea
            rows={2}
            maxLength={5000}
            value={draft.description}
            readOnly={readOnly}
            onChange={(event) => onChange({ description: event.target.value })}
          />
        </FormField>
        <FormField
          label="What will happen, in one sentence"
          optional
          error={faults.sentence}
          hint="Made from the parameters alone, never from what the agent says. Without one, the title and the resource are shown."
        >
          <Input
            value={draft.sentence}
            maxLength={300}
            readOnly={readOnly}
            placeholder="Refund {amount} to {customer}"
            onChange={(event) => onChange({ sentence: event.target.value })}
          />
        </FormField>
        {unknown.length > 0 ? (
          <p role="status" className="-mt-2 text-sm text-caution">
            The schema does not declare {unknown.map((place) => `{${place}}`).join(", ")}:{" "}
            {unknown.length === 1 ? "it" : "they"} would show as “?”.
          </p>
        ) : null}
        {readOnly || places.length === 0 ? null : (
          <div
            className="-mt-2 flex flex-wrap items-center gap-1.5"
            role="group"
            aria-label="Put a parameter into the sentence"
          >
            <span className="text-sm text-mute">Put in</span>
            {places.slice(0, 12).map((place) => (
              <Button
                key={place}
                size="sm"
                className="text-mono!"
                onClick={() =>
                  onChange({
                    sentence: `${draft.sentence}${draft.sentence && !draft.sentence.endsWith(" ") ? " " : ""}{${place}}`,
                  })
                }
              >
                {`{${place}}`}
              </Button>
            ))}
          </div>
        )}
      </div>
    </Panel>
  );
}
