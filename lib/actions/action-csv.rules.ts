import { csvLine } from "@/lib/platform/csv.rules";

/** An action as its line in an export has it. Times are RFC 3339, UTC; amounts are decimal numbers. */
export interface ExportedAction {
  id: string;
  askedAt: string;
  sentence: string;
  action: string;
  zone: string;
  status: string;
  outcome: string | null;
  decidedByType: string | null;
  decidedById: string | null;
  decidedByName: string | null;
  decidedAt: string | null;
  reasonCode: string | null;
  reason: string | null;
  result: string | null;
  resultError: string | null;
  estimatedCost: string | null;
  estimatedCostCurrency: string | null;
  cost: string | null;
  costCurrency: string | null;
  confidence: number | null;
  agentId: string;
  agentName: string;
  kind: string;
  runId: string | null;
  resourceType: string | null;
  resourceId: string | null;
  jurisdiction: string | null;
  expiresAt: string;
  digest: string;
  url: string;
}

/** The columns in their order, under the names that the first line gives them. */
const columns: readonly (keyof ExportedAction)[] = [
  "id",
  "askedAt",
  "sentence",
  "action",
  "zone",
  "status",
  "outcome",
  "decidedByType",
  "decidedById",
  "decidedByName",
  "decidedAt",
  "reasonCode",
  "reason",
  "result",
  "resultError",
  "estimatedCost",
  "estimatedCostCurrency",
  "cost",
  "costCurrency",
  "confidence",
  "agentId",
  "agentName",
  "kind",
  "runId",
  "resourceType",
  "resourceId",
  "jurisdiction",
  "expiresAt",
  "digest",
  "url",
];

export const exportHeader = csvLine(columns);

export function exportLine(action: ExportedAction): string {
  return csvLine(columns.map((column) => action[column]));
}
