import type { EditorPart } from "@/components/catalog/editor-part";
import { CodeEditor } from "@/components/patterns/code-editor";
import { FormField } from "@/components/patterns/form-field";
import { Panel } from "@/components/patterns/panel";
import { Spinner } from "@/components/ui/spinner";

/** The schema of the parameters, checked by the server while it is typed. */
export function SchemaPanel({ draft, onChange, faults, readOnly, checking }: EditorPart & { checking: boolean }) {
  return (
    <Panel title="Parameters" meta={checking ? <Spinner label="Checking the schema" /> : "JSON Schema 2020-12"} padded>
      <FormField
        label="Schema"
        error={faults.schemaText}
        hint="Requests that do not fit it are refused. People see its titles and descriptions, and edit by the form it makes."
      >
        <CodeEditor aria-label="Schema of the parameters" value={draft.schemaText} readOnly={readOnly} minHeightPx={280} onChange={(schemaText) => onChange({ schemaText })} />
      </FormField>
    </Panel>
  );
}
