"use client";

import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useDeferredValue, useState } from "react";
import { DecidingPanel } from "@/components/catalog/deciding-panel";
import { blankDraft, draftOf, objectOf, readDraft, schemaFaultsInWords } from "@/components/catalog/draft.rules";
import type { EditorPart } from "@/components/catalog/editor-part";
import { EntryPreview } from "@/components/catalog/entry-preview";
import { RiskPanel } from "@/components/catalog/risk-panel";
import { SaveBar } from "@/components/catalog/save-bar";
import { SchemaPanel } from "@/components/catalog/schema-panel";
import { useSettled } from "@/components/catalog/use-settled";
import { WordsPanel } from "@/components/catalog/words-panel";
import { UnsavedGuard } from "@/components/patterns/forms/unsaved-guard";
import { Button } from "@/components/ui/button";
import type { ActionType } from "@/lib/catalog/action-type.schemas";
import { schemaCheckQuery } from "@/lib/catalog/catalog.client";
import { changedSettings, sameSetting } from "@/lib/catalog/catalog.rules";

const settleMs = 500;

export interface EntryEditorProps {
  /** The entry as it is now; null makes a new one. */
  latest: ActionType | null;
  mayManage: boolean;
  /** What stands under the form, above the bar that saves it. */
  children?: ReactNode;
}

/** The form of an entry, with what people will see beside it. */
export function EntryEditor({ latest, mayManage, children }: EntryEditorProps) {
  const [base, setBase] = useState(latest);
  const [draft, setDraft] = useState(() => (latest ? draftOf(latest) : blankDraft));
  const [insisted, setInsisted] = useState(false);
  const read = readDraft(draft);
  const changed = base && read.settings ? changedSettings(base, read.settings) : [];
  const untouched = base ? JSON.stringify(draft) === JSON.stringify(draftOf(base)) : draft === blankDraft;
  const overtaken = latest !== null && base !== null && latest.updatedAt !== base.updatedAt;

  function start(from: ActionType) {
    setBase(from);
    setDraft(draftOf(from));
    setInsisted(false);
  }

  // Somebody else's change is taken over at once where nothing of ours would be lost.
  if (overtaken && untouched) start(latest);

  const schema = objectOf(draft.schemaText);
  const shownSchema = useDeferredValue(schema);
  const settledText = useSettled(schema ? JSON.stringify(schema) : null, settleMs);
  // What is stored is not refused where it stays as it is: it says above itself what is wrong with it.
  const asStored = base !== null && schema !== null && sameSetting(base.parametersSchema, schema);
  const check = useQuery({
    ...schemaCheckQuery(settledText ?? "{}"),
    enabled: settledText !== null && !untouched && !asStored,
  });
  const schemaFault = asStored ? undefined : schemaFaultsInWords(check.data?.schemaFaults ?? []);

  // A new entry is not scolded for what has not been filled in yet.
  const faults: EditorPart["faults"] = base || insisted ? { ...read.faults } : { schemaText: read.faults?.schemaText };
  if (!faults.schemaText && schemaFault) faults.schemaText = schemaFault;
  const part: EditorPart = {
    draft,
    faults,
    readOnly: !mayManage,
    onChange: (change) => setDraft((now) => ({ ...now, ...change })),
  };

  return (
    <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]">
      <div className="flex min-w-0 flex-col gap-5">
        {overtaken && !untouched ? (
          <p
            role="status"
            className="flex flex-wrap items-center justify-between gap-3 rounded-lg border border-line bg-accent-soft px-3 py-2 text-accent"
          >
            Somebody has changed this entry: it is at version {latest.version}. What you typed is kept, but cannot be
            saved over theirs.
            <Button size="sm" onClick={() => start(latest)}>
              Discard mine and show theirs
            </Button>
          </p>
        ) : null}
        <WordsPanel {...part} isNew={base === null} />
        <RiskPanel {...part} />
        <DecidingPanel {...part} />
        <SchemaPanel {...part} checking={check.isFetching} stored={asStored ? base.schemaCheck : null} />
        {children}
      </div>
      <EntryPreview draft={draft} schema={shownSchema} />
      {mayManage && !untouched ? <UnsavedGuard what="entry" /> : null}
      {mayManage ? (
        <SaveBar
          base={base}
          name={draft.name}
          read={read}
          changed={changed}
          untouched={untouched}
          schemaFault={schemaFault}
          onInsist={() => setInsisted(true)}
          onDiscard={() => {
            if (base) start(base);
            else setDraft(blankDraft);
          }}
          onSaved={start}
        />
      ) : null}
    </div>
  );
}
