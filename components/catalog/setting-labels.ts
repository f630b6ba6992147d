import type { LabelledSchema } from "@/components/patterns/schema/schema-labels";

/** The settings of an entry in words, for tables of what differs. */
export const settingLabels: LabelledSchema = {
  properties: {
    title: { title: "Title" },
    description: { title: "What it does" },
    sentence: { title: "Sentence" },
    zone: { title: "Zone" },
    destructive: { title: "Destructive" },
    reversible: { title: "Can be undone" },
    expectedCost: { title: "Expected cost" },
    decideWithinSeconds: { title: "Decide within, seconds" },
    confidenceThreshold: { title: "Held below" },
    kindThresholds: { title: "Held below, by kind" },
    reviewProbability: { title: "Share reviewed" },
    resourceType: { title: "Acts on" },
    resourceCaseSensitive: { title: "Resource names are case-sensitive" },
    parametersSchema: { title: "Schema" },
  },
};
