"use client";

import { useState } from "react";
import type { Draft } from "@/components/catalog/draft.rules";
import { sampleOf } from "@/components/catalog/sample.rules";
import { Panel } from "@/components/patterns/page/panel";
import { SchemaForm } from "@/components/patterns/schema-form/schema-form";
import type { JsonValue } from "@/components/patterns/values/value-rows";
import { SignalMark } from "@/components/ui/signal-mark";
import { sentenceFor, unitsIn } from "@/lib/actions/sentence.rules";

type Parameters = Record<string, unknown>;

/** What the people who decide will see: the sentence, and the form by which they edit. Filled with examples to play with. */
export function EntryPreview({ draft, schema }: { draft: Draft; schema: Parameters | null }) {
  const [typed, setTyped] = useState<{ for: string; value: Parameters; faults: string[] } | null>(null);
  const key = JSON.stringify(schema);
  const current = typed?.for === key ? typed : null;
  const parameters = current?.value ?? ((schema ? sampleOf(schema) : {}) as Parameters);
  const title = draft.title.trim() || draft.name || "…";
  const sentence = draft.sentence.trim() || null;
  return (
    <Panel title="As people will see it" meta="with example values" className="xl:sticky xl:top-4" padded>
      <div className="flex flex-col gap-3">
        <SignalMark signal={draft.zone} />
        <p className="text-lg leading-snug font-semibold [overflow-wrap:anywhere]" aria-live="polite">
          {sentenceFor({ title, sentence, units: unitsIn(sentence, schema) }, { action: draft.name, parameters })}
        </p>
        {schema ? (
          <div className="border-t border-line-soft pt-3">
            <SchemaForm
              key={key}
              schema={schema}
              value={parameters as JsonValue}
              idPrefix="preview"
              onChange={(value, faults) =>
                setTyped({
                  for: key,
                  value: (typeof value === "object" && value !== null && !Array.isArray(value)
                    ? value
                    : {}) as Parameters,
                  faults,
                })
              }
            />
            {current && current.faults.length > 0 ? (
              <p role="status" className="mt-2 text-sm text-danger">
                The gate would refuse this: {current.faults[0]}
              </p>
            ) : null}
          </div>
        ) : (
          <p className="text-mute">The form appears once the schema is valid.</p>
        )}
      </div>
    </Panel>
  );
}
