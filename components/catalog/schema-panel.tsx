import { TriangleAlert } from "lucide-react";
import { schemaFaultInWords } from "@/components/catalog/draft.rules";
import type { EditorPart } from "@/components/catalog/editor-part";
import { CodeEditor } from "@/components/patterns/code/code-editor";
import { FormField } from "@/components/patterns/forms/form-field";
import { Panel } from "@/components/patterns/page/panel";
import { Spinner } from "@/components/ui/spinner";
import type { ActionType } from "@/lib/catalog/action-type.schemas";

export interface SchemaPanelProps extends EditorPart {
  checking: boolean;
  /** What is wrong with the schema as it is stored; null where another one is typed. */
  stored: ActionType["schemaCheck"] | null;
}

/** The schema of the parameters, checked by the server while it is typed. */
export function SchemaPanel({ draft, onChange, faults, readOnly, checking, stored }: SchemaPanelProps) {
  return (
    <Panel title="Parameters" meta={checking ? <Spinner label="Checking the schema" /> : "JSON Schema 2020-12"} padded>
      {stored && stored.faults.length > 0 ? <StoredFaults {...stored} /> : null}
      <FormField
        label="Schema"
        error={faults.schemaText}
        hint="Requests that do not match it are refused. People see its titles and descriptions, and edit parameters in a form made from it."
      >
        <CodeEditor
          aria-label="Schema of the parameters"
          value={draft.schemaText}
          readOnly={readOnly}
          minHeightPx={280}
          onChange={(schemaText) => onChange({ schemaText })}
        />
      </FormField>
    </Panel>
  );
}

/** A schema that was stored before a rule is judged by as far as it can be; nobody should believe that it holds more than it does. */
function StoredFaults({ usable, faults }: ActionType["schemaCheck"]) {
  return (
    <div
      role="note"
      aria-label="What is wrong with the schema"
      className="mb-3 flex items-start gap-2 rounded-md border border-line bg-caution-soft px-3 py-2"
    >
      <TriangleAlert size={15} className="mt-0.5 shrink-0 text-caution" aria-hidden="true" />
      <div className="min-w-0 [overflow-wrap:anywhere]">
        <p className="font-semibold">{usable ? "Part of this schema has no effect" : "Nothing passes this schema"}</p>
        <p>
          {usable
            ? "It was saved before its keywords were checked. Agents are judged by the rest of it."
            : "It was saved before a rule that it breaks, and cannot be used. Every request of this type is refused."}
        </p>
        <ul className="mt-1 list-disc pl-4">
          {faults.map((fault) => (
            <li key={fault.path}>{schemaFaultInWords(fault)}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}
