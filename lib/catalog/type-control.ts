import type { Content, Control, Live } from "@/lib/versions/control";
import { entryOf, type TypeRow } from "./action-type.views";
import { plainAmount, type TypeSettings } from "./catalog.rules";

/** An action type as a control that has versions. */
export function typeControl({ workspaceId, id }: { workspaceId: string; id: string }): Control {
  return { workspaceId, kind: "action_type", subjectId: id };
}

/** The settings of an entry and nothing else. */
export function settingsOf(type: TypeSettings): TypeSettings {
  const { title, description, sentence, zone, destructive, reversible, expectedCost, decideWithinSeconds } = type;
  const { confidenceThreshold, kindThresholds, reviewProbability, resourceType, resourceCaseSensitive } = type;
  return {
    title,
    description,
    sentence,
    zone,
    destructive,
    reversible,
    expectedCost: expectedCost && { amount: plainAmount(expectedCost.amount), currency: expectedCost.currency },
    decideWithinSeconds,
    confidenceThreshold,
    kindThresholds,
    reviewProbability,
    resourceType,
    resourceCaseSensitive,
    parametersSchema: type.parametersSchema,
  };
}

/** Settings as a version keeps them. */
export const contentOf = (settings: TypeSettings): Content => ({ ...settingsOf(settings) });

/** What a version kept: a setting that came later than it is not there. */
export const settingsIn = (content: Content): Partial<TypeSettings> => content;

/** An entry as it applies now. */
export function liveOf(row: TypeRow): Live {
  return { version: row.version, content: contentOf(entryOf(row)), since: row.updatedAt };
}
