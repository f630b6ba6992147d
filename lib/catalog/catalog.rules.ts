import { canonicalText } from "@/lib/platform/canonical-json.rules";
import { membersAt, placeAt, placeOf, type SchemaPlace } from "@/lib/platform/json-schema/place.rules";
import { isMoreMoney } from "@/lib/platform/money";
import type { Unit } from "@/lib/platform/unit.rules";
import { riskier, type Zone } from "@/lib/platform/zone.rules";

/** An entry of the catalog, as the gate judges by it. */
export interface CatalogType {
  id: string;
  name: string;
  version: number;
  title: string;
  sentence: string | null;
  /** What the parameters that stand in the sentence are measured in, by their places in it. */
  units?: ReadonlyMap<string, Unit>;
  zone: Zone;
  destructive: boolean;
  reversible: boolean;
  expectedCost: { amount: string; currency: string } | null;
  decideWithinSeconds: number;
  confidenceThreshold: number;
  /** Thresholds of single kinds of agent, where they differ from the type's own. */
  kindThresholds: Readonly<Record<string, number>>;
  reviewProbability: number;
  /** The type of resource that each of its actions is done to; null where none is declared. */
  resourceType: string | null;
  /** Whether AB12 and ab12 are two resources of its actions. */
  resourceCaseSensitive: boolean;
}

/** The confidence under which an action of this type by this kind of agent is held. */
export function thresholdFor(type: Pick<CatalogType, "kindThresholds" | "confidenceThreshold">, kind: string): number {
  return Object.hasOwn(type.kindThresholds, kind)
    ? (type.kindThresholds[kind] ?? type.confidenceThreshold)
    : type.confidenceThreshold;
}

/** What an entry of the catalog is, as people set it; see action-type.schemas. */
export interface TypeSettings {
  title: string;
  description: string;
  parametersSchema: Record<string, unknown>;
  zone: Zone;
  destructive: boolean;
  reversible: boolean;
  expectedCost: { amount: string; currency: string } | null;
  decideWithinSeconds: number;
  confidenceThreshold: number;
  kindThresholds: Readonly<Record<string, number>>;
  reviewProbability: number;
  resourceType: string | null;
  resourceCaseSensitive: boolean;
  sentence: string | null;
}

/** Every setting, and whether something was judged or approved by it: a change of it withdraws approvals that had not become final. */
export const judgedSettings: Readonly<Record<keyof TypeSettings, boolean>> = {
  title: true,
  description: false,
  parametersSchema: true,
  zone: true,
  destructive: true,
  reversible: true,
  expectedCost: true,
  decideWithinSeconds: true,
  confidenceThreshold: true,
  kindThresholds: true,
  reviewProbability: true,
  resourceType: true,
  resourceCaseSensitive: true,
  sentence: true,
};

/** The same value, whatever the order of keys? Numbers in money compare as written amounts: "12.5" is "12.50". */
export function sameSetting(a: unknown, b: unknown): boolean {
  return canonicalText(plain(a)) === canonicalText(plain(b));
}

function plain(value: unknown): unknown {
  if (isMoney(value)) return { amount: plainAmount(value.amount), currency: value.currency };
  return value ?? null;
}

function isMoney(value: unknown): value is { amount: string; currency: string } {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.keys(value).length === 2 &&
    "amount" in value &&
    "currency" in value &&
    typeof value.amount === "string"
  );
}

/** A decimal as text, without zeros that mean nothing: 9216.0000 → 9216. */
export function plainAmount(amount: string): string {
  return amount.includes(".") ? amount.replace(/0+$/, "").replace(/\.$/, "") : amount;
}

/** Which settings an update changes, by name. */
export function changedSettings(before: TypeSettings, update: Partial<TypeSettings>): (keyof TypeSettings)[] {
  const names = Object.keys(judgedSettings) as (keyof TypeSettings)[];
  return names.filter((name) => update[name] !== undefined && !sameSetting(before[name], update[name]));
}

/** Which settings two states of an entry differ in, of those that both know. */
export function differingSettings(before: Partial<TypeSettings>, after: Partial<TypeSettings>): (keyof TypeSettings)[] {
  const names = Object.keys(judgedSettings) as (keyof TypeSettings)[];
  return names.filter(
    (name) => before[name] !== undefined && after[name] !== undefined && !sameSetting(before[name], after[name]),
  );
}

/** `allocate_budget` → `Allocate budget`: a title where none is given. */
export function titleOf(name: string): string {
  const words = name.replace(/[_.:-]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Places of a sentence that the schema does not declare: they would show as "?". */
export function unknownPlaces(sentence: string, schema: Record<string, unknown>): string[] {
  const places = [...sentence.matchAll(/\{([\w.]+)\}/g)].flatMap((m) => m[1] ?? []);
  return [...new Set(places)].filter((path) => !isDeclared(placeOf(schema), path.split(".")));
}

function isDeclared(place: SchemaPlace, path: readonly string[]): boolean {
  const [first, ...rest] = path;
  if (first === undefined || !place.schemas.some((schema) => Object.hasOwn(schema, "properties"))) return true;
  return membersAt(place).includes(first) && isDeclared(placeAt(place, first), rest);
}

/** In which ways a change lets more through than before, in words; empty where it does not. */
export function loosenedBy(before: TypeSettings, after: TypeSettings): string[] {
  const words: string[] = [];
  if (riskier(before.zone, after.zone) !== after.zone)
    words.push(`The zone goes from ${before.zone} to ${after.zone}.`);
  if (after.zone !== "red") words.push(...loosenedThresholds(before, after));
  if (before.destructive && !after.destructive) words.push("It no longer counts as destructive.");
  if (!before.reversible && after.reversible) words.push("It counts as something that can be undone.");
  if (after.reviewProbability < before.reviewProbability && after.zone === "yellow")
    words.push("Fewer allowed actions are drawn for a later review.");
  if (before.resourceType !== null && after.resourceType !== before.resourceType)
    words.push(`A stop of ${before.resourceType} resources no longer covers what names none.`);
  if (!before.resourceCaseSensitive && after.resourceCaseSensitive)
    words.push("A stop of a resource no longer covers its name in another case.");
  if (raisesExpectedCost(before.expectedCost, after.expectedCost))
    words.push("A higher cost, or any, no longer raises the zone.");
  return words;
}

/**
 * Could a change forbid, or hold, what was let through before? Then permits given before it are not good any more. Of a schema that
 * differs nobody can say that it does not.
 */
export function isTightened(before: TypeSettings, after: TypeSettings): boolean {
  const kinds = new Set([...Object.keys(before.kindThresholds), ...Object.keys(after.kindThresholds)]);
  return (
    (before.zone !== after.zone && riskier(before.zone, after.zone) === after.zone) ||
    (after.destructive && !before.destructive) ||
    (before.reversible && !after.reversible) ||
    after.confidenceThreshold > before.confidenceThreshold ||
    [...kinds].some((kind) => thresholdFor(after, kind) > thresholdFor(before, kind)) ||
    raisesExpectedCost(after.expectedCost, before.expectedCost) ||
    (after.resourceType !== null && after.resourceType !== before.resourceType) ||
    (before.resourceCaseSensitive && !after.resourceCaseSensitive) ||
    !sameSetting(before.parametersSchema, after.parametersSchema)
  );
}

/** Red is held whatever the confidence; elsewhere a lower threshold lets more pass. */
function loosenedThresholds(before: TypeSettings, after: TypeSettings): string[] {
  const words: string[] = [];
  const general = after.confidenceThreshold < before.confidenceThreshold;
  if (general)
    words.push(`Confidence from ${after.confidenceThreshold} on passes, where it took ${before.confidenceThreshold}.`);
  for (const kind of new Set([...Object.keys(before.kindThresholds), ...Object.keys(after.kindThresholds)])) {
    const [was, is] = [thresholdFor(before, kind), thresholdFor(after, kind)];
    if (is < was) words.push(`For ${kind}, confidence from ${is} on passes, where it took ${was}.`);
  }
  return words;
}

function raisesExpectedCost(before: TypeSettings["expectedCost"], after: TypeSettings["expectedCost"]): boolean {
  if (!before) return false;
  return !after || (after.currency === before.currency && isMoreMoney(after.amount, before.amount));
}
