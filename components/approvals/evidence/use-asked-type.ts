"use client";

import { useQuery } from "@tanstack/react-query";
import { inWords } from "@/components/approvals/problem-in-words";
import type { Action } from "@/lib/actions/action.schemas";
import type { ActionType, ActionTypeVersion } from "@/lib/catalog/action-type.schemas";
import { actionTypeQuery, actionTypeVersionQuery } from "@/lib/catalog/catalog.client";

export interface AskedType {
  /** The entry as it was asked; null where there was none or it was not kept, undefined while it is not known. */
  asked: ActionType | ActionTypeVersion | null | undefined;
  /** The entry as it is; null where the catalog has none, undefined while it is not known. */
  now: ActionType | null | undefined;
  /** It is loading. */
  waiting: boolean;
}

/** The catalog's entry for an action, in the version that it was asked under: names and titles belong to that one. */
export function useAskedType(of: Pick<Action, "action" | "typeVersion"> | undefined): AskedType {
  const { action, typeVersion } = of ?? { action: "", typeVersion: null };
  const current = useQuery({ ...actionTypeQuery(action), enabled: of !== undefined, retry: false });
  const isCurrent = current.data?.version === typeVersion;
  const before = useQuery({
    ...actionTypeVersionQuery(action, typeVersion ?? 0),
    enabled: typeVersion !== null && !current.isPending && !isCurrent,
    // What is current may be changed while it is looked at: the names that were read stay, and nothing is drawn anew.
    initialData: isCurrent && current.data ? versionOf(current.data) : undefined,
    retry: false,
  });
  const now = current.data ?? (isUnknown(current.error) ? null : undefined);
  if (typeVersion === null) return { asked: null, now, waiting: current.isPending };
  if (isCurrent) return { asked: current.data, now, waiting: false };
  return {
    asked: before.data ?? (isUnknown(before.error) ? null : undefined),
    now,
    waiting: current.isPending || before.isPending,
  };
}

/** An entry as its version is kept. */
function versionOf({
  name,
  version,
  title,
  description,
  parametersSchema,
  zone,
  destructive,
  reversible,
  expectedCost,
  decideWithinSeconds,
  sentence,
  confidenceThreshold,
  kindThresholds,
  reviewProbability,
  resourceType,
  resourceCaseSensitive,
  updatedAt,
}: ActionType): ActionTypeVersion {
  return {
    name,
    version,
    title,
    description,
    parametersSchema,
    zone,
    destructive,
    reversible,
    expectedCost,
    decideWithinSeconds,
    sentence,
    since: updatedAt,
    confidenceThreshold,
    kindThresholds,
    reviewProbability,
    resourceType,
    resourceCaseSensitive,
  };
}

/** The catalog says that it does not know this, as opposed to saying nothing. */
function isUnknown(error: Error | null): boolean {
  return error !== null && inWords(error).code === "not_found";
}
