import type { Zone } from "@/lib/gate/verdict.rules";

/** An entry of the catalog, as the gate judges by it. */
export interface CatalogType {
  id: string;
  name: string;
  version: number;
  title: string;
  sentence: string | null;
  zone: Zone;
  destructive: boolean;
  reversible: boolean;
  expectedCost: { amount: string; currency: string } | null;
  decideWithinSeconds: number;
  confidenceThreshold: number;
  /** Thresholds of single kinds of agent, where they differ from the type's own. */
  kindThresholds: Readonly<Record<string, number>>;
  reviewProbability: number;
}

/** The confidence under which an action of this type by this kind of agent is held. */
export function thresholdFor(type: CatalogType, kind: string): number {
  return Object.hasOwn(type.kindThresholds, kind) ? (type.kindThresholds[kind] ?? type.confidenceThreshold) : type.confidenceThreshold;
}
