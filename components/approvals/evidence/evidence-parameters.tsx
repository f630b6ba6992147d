"use client";

import { Suspense, useState } from "react";
import { EvidenceSection } from "@/components/approvals/evidence/evidence-section";
import { DiffView } from "@/components/patterns/diff-view";
import { OutsideWarning } from "@/components/patterns/outside-warning";
import { ParameterTable } from "@/components/patterns/parameter-table";
import type { JsonValue } from "@/components/patterns/value-rows";
import { Button } from "@/components/ui/button";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";
import { Skeleton } from "@/components/ui/skeleton";
import type { ActionType } from "@/lib/catalog/action-type.schemas";
import type { Action } from "@/lib/gate/action.schemas";
import type { JsonObject } from "@/lib/platform/common.schemas";

export interface EvidenceParametersProps {
  action: Action;
  /** The catalog's entry; null where the catalog does not know the action, undefined while it is read. */
  type: ActionType | null | undefined;
  /** The catalog's entry is being read. */
  waiting: boolean;
}

const json = loadedWhenOpened(() => import("@/components/patterns/json-view").then((module) => module.JsonView));

/** Parameters came as JSON, so they are JSON values. */
export function asJson(object: JsonObject): JsonValue {
  return object as { readonly [key: string]: JsonValue };
}

/** The raw parameters, named by the schema: what will run, and nothing that the agent says about it. */
export function EvidenceParameters({ action, type, waiting }: EvidenceParametersProps) {
  const [raw, setRaw] = useState(false);
  const edited = action.decision?.outcome === "edit" && action.finalParameters;
  const lead = [
    { key: "$action", label: "Action", value: action.action, mono: true },
    ...(action.resource ? [{ key: "$resource", label: "Resource", value: `${action.resource.type} ${action.resource.id}`, mono: true }] : []),
  ];
  return (
    <EvidenceSection
      title={edited ? "What was approved, against what was asked" : "What will run"}
      actions={
        <Button size="sm" variant="quiet" aria-pressed={raw} onPointerEnter={json.preload} onFocus={json.preload} onClick={() => setRaw(!raw)} className="-my-1">
          {raw ? "As a table" : "As JSON"}
        </Button>
      }
    >
      {type === null ? (
        <p className="border-b border-line-soft bg-caution-soft px-3 py-2 text-ink">
          The catalog does not know <code className="text-mono">{action.action}</code>: nothing has checked these parameters, and their names are the agent&rsquo;s own.
        </p>
      ) : null}
      <OutsideWarning value={edited ? [action.resource, action.parameters, edited] : [action.resource, action.parameters]} />
      {raw ? (
        <Suspense fallback={<Skeleton className="h-40 w-full" />}>
          <json.Part value={asJson(edited || action.parameters)} label="parameters" openDepth={6} />
        </Suspense>
      ) : edited ? (
        <DiffView before={asJson(action.parameters)} after={asJson(edited)} schema={type?.parametersSchema} caption="What was asked and what was approved" showUnchanged />
      ) : (
        <ParameterTable parameters={asJson(action.parameters)} schema={type?.parametersSchema} lead={lead} caption="What will run" waiting={waiting} />
      )}
    </EvidenceSection>
  );
}
