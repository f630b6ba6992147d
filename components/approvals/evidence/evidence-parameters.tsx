"use client";

import { Suspense, useMemo, useState } from "react";
import { useClosesAnswers } from "@/components/approvals/decision/closing";
import { asJson } from "@/components/approvals/evidence/as-json";
import { EarlierNote } from "@/components/approvals/evidence/earlier-note";
import { EvidenceCatalogChange } from "@/components/approvals/evidence/evidence-catalog-change";
import { EvidenceSection } from "@/components/approvals/evidence/evidence-section";
import { EvidenceUnseen } from "@/components/approvals/evidence/evidence-unseen";
import type { AskedType } from "@/components/approvals/evidence/use-asked-type";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { OutsideWarning } from "@/components/patterns/outside/outside-warning";
import { ResourceName } from "@/components/patterns/outside/resource-name";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import { DiffView } from "@/components/patterns/values/diff-view";
import { useFolding } from "@/components/patterns/values/folding";
import { ParameterTable } from "@/components/patterns/values/parameter-table";
import { inSchemaOrder } from "@/components/patterns/values/schema-order";
import { foldsOf, unseenOf, unseenWords } from "@/components/patterns/values/value-folds";
import { valueTree } from "@/components/patterns/values/value-rows";
import { Button } from "@/components/ui/button";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";
import { PageLink } from "@/components/ui/page-link";
import { Skeleton } from "@/components/ui/skeleton";
import type { Action } from "@/lib/actions/action.schemas";
import { answersThatRun, undrawnWords } from "@/lib/approvals/answers.rules";
import type { ActionHistory } from "@/lib/approvals/approval.schemas";
import type { ActionType } from "@/lib/catalog/action-type.schemas";
import { formatQuantity } from "@/lib/platform/format";
import { routes } from "@/lib/platform/routes";
import type { ValuePath } from "@/lib/platform/value-path.rules";

export interface EvidenceParametersProps {
  action: Action;
  /** The catalog's entry as it was asked under: its names stand here. Null where there was none or it was not kept. */
  asked: AskedType["asked"];
  /** The entry as it is; null where the catalog does not know the action, undefined while it is read. */
  now: ActionType | null | undefined;
  /** The catalog's entry is loading. */
  waiting: boolean;
  /** How its values stood when the same was last done; undefined while it is read. */
  earlier: ActionHistory["earlier"] | undefined;
}

const json = loadedWhenOpened(() => import("@/components/patterns/values/json-view").then((module) => module.JsonView));

/** The raw parameters, named by the schema: what will run, and nothing that the agent says about it. */
export function EvidenceParameters({ action, asked, now, waiting, earlier }: EvidenceParametersProps) {
  const [raw, setRaw] = useState(false);
  const edited = action.decision?.outcome === "edit" && action.finalParameters;
  const parameters = asJson(action.parameters);
  const schema = asked?.parametersSchema;
  // Parameters that an edit by others changed are other parameters: the digest says so.
  const [folding, setFolding] = useFolding(`${action.id} ${action.digest}`);
  const tree = useMemo(() => valueTree(inSchemaOrder(parameters, schema)), [parameters, schema]);
  const folds = useMemo(() => foldsOf(tree), [tree]);
  const unseen = unseenOf(tree, folds, folding);
  const words = unseenWords(unseen);
  const told =
    words === "" || folding.skipped
      ? null
      : `Not everything was shown: unfold it in the evidence, or say there that you decide without it. Still unseen: ${words}.`;
  useClosesAnswers(waiting ? undrawnWords : told, answersThatRun);
  const beside = ([name, ...deeper]: ValuePath) => {
    const value = deeper.length === 0 ? earlier?.values.find((known) => known.name === name) : undefined;
    return value ? <EarlierNote now={action.parameters[value.name]} earlier={value} /> : null;
  };
  const lead = [
    { key: "$action", label: "Action", value: <OutsideText text={action.action} /> },
    ...(action.resource ? [{ key: "$resource", label: "Resource", value: <ResourceName of={action.resource} /> }] : []),
  ];
  return (
    <EvidenceSection
      title={edited ? "What was approved, against what was asked" : "What will run"}
      meta={
        <>
          {formatQuantity(Object.keys(action.parameters).length === 0 ? 0 : tree.leaves, "value")}
          {earlier ? <LastRun of={earlier} /> : null}
        </>
      }
      actions={
        <Button
          size="sm"
          variant="quiet"
          aria-pressed={raw}
          onPointerEnter={json.preload}
          onFocus={json.preload}
          onClick={() => setRaw(!raw)}
          className="-my-1"
        >
          {raw ? "As a table" : "As JSON"}
        </Button>
      }
    >
      {now && !waiting ? <EvidenceCatalogChange version={action.typeVersion} asked={asked ?? null} now={now} /> : null}
      {now === null ? (
        <p className="border-b border-line-soft bg-caution-soft px-3 py-2 text-ink">
          The catalog does not know{" "}
          <code className="text-mono">
            <OutsideText text={action.action} />
          </code>
          : nothing has checked these parameters, and their names are the agent&rsquo;s own.
        </p>
      ) : null}
      <OutsideWarning
        value={{ resource: action.resource, parameters: action.parameters, "edited parameters": edited }}
      />
      {edited || waiting ? null : (
        <EvidenceUnseen
          unseen={unseen}
          folds={folds}
          folding={[folding, setFolding]}
          asks={action.status === "pending"}
        />
      )}
      {raw ? (
        <Suspense fallback={<Skeleton className="h-40 w-full" />}>
          <json.Part value={asJson(edited || action.parameters)} label="parameters" openDepth={6} />
        </Suspense>
      ) : edited ? (
        <DiffView
          before={parameters}
          after={asJson(edited)}
          schema={schema}
          caption="What was asked and what was approved"
          showUnchanged
        />
      ) : (
        <ParameterTable
          parameters={parameters}
          schema={schema}
          lead={lead}
          caption="What will run"
          waiting={waiting}
          beside={beside}
          folding={[folding, setFolding]}
        />
      )}
    </EvidenceSection>
  );
}

/** With which run its values are compared. */
function LastRun({ of: { lastRun, onResource } }: { of: NonNullable<ActionHistory["earlier"]> }) {
  return (
    <>
      , last done {onResource ? "to it " : ""}
      <PageLink href={routes.approval(lastRun.id)} className="underline-offset-2 hover:underline coarse:py-1">
        <TimeAgo at={lastRun.at} tabbable={false} />
      </PageLink>
    </>
  );
}
