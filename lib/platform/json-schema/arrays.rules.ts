import type { Compiling } from "./compiling.rules";
import type { Check } from "./evaluation.rules";
import { countAt, schemasAt } from "./keyword-values.rules";
import { identityOf } from "./values.rules";

function sizeChecks(at: Compiling): Check[] {
  const min = countAt(at, "minItems");
  const max = countAt(at, "maxItems");
  return [
    ...(min === undefined
      ? []
      : [
          ((value, run) =>
            !Array.isArray(value) ||
            value.length >= min ||
            run.fault("minItems", `must NOT have fewer than ${min} items`)) satisfies Check,
        ]),
    ...(max === undefined
      ? []
      : [
          ((value, run) =>
            !Array.isArray(value) ||
            value.length <= max ||
            run.fault("maxItems", `must NOT have more than ${max} items`)) satisfies Check,
        ]),
  ];
}

function itemChecks(at: Compiling): Check[] {
  const first = schemasAt(at, "prefixItems")?.map((raw, i) => at.child(raw, "prefixItems", String(i))) ?? [];
  if (Array.isArray(at.schema["items"])) at.refuse("must be one schema; a list of them is prefixItems", "items");
  const others = at.schema["items"] === undefined ? undefined : at.child(at.schema["items"], "items");
  if (first.length === 0 && !others) return [];
  return [
    (value, run, seen) => {
      if (!Array.isArray(value)) return true;
      let passes = true;
      const asked = others ? value.length : Math.min(first.length, value.length);
      for (let i = 0; i < asked; i++) {
        const node = first[i] ?? others;
        if (!node || run.descend(node, value[i], i)) continue;
        passes = false;
        if (run.enough) return false;
      }
      if (seen) seen.itemsBefore = Math.max(seen.itemsBefore, asked);
      return passes;
    },
  ];
}

function containsCheck(at: Compiling): Check[] {
  const min = countAt(at, "minContains") ?? 1;
  const max = countAt(at, "maxContains") ?? Infinity;
  if (at.schema["contains"] === undefined) return [];
  const node = at.child(at.schema["contains"], "contains");
  const words =
    max === Infinity
      ? `must contain at least ${min} valid item(s)`
      : `must contain at least ${min} and no more than ${max} valid item(s)`;
  return [
    (value, run, seen) => {
      if (!Array.isArray(value)) return true;
      let count = 0;
      for (const [i, item] of value.entries()) {
        if (run.attempt(() => run.visit(node, item, undefined))) continue;
        count += 1;
        seen?.items.add(i);
      }
      return (count >= min && count <= max) || run.fault("contains", words);
    },
  ];
}

/** Each item is looked at once: comparing every pair takes the square of their number. */
function uniqueCheck(at: Compiling): Check[] {
  if (at.schema["uniqueItems"] !== true) return [];
  return [
    (value, run) => {
      if (!Array.isArray(value)) return true;
      const known = new Map<string, number>();
      for (const [i, item] of value.entries()) {
        const identity = identityOf(item, run.budget);
        const before = known.get(identity);
        if (before !== undefined)
          return run.fault("uniqueItems", `must NOT have duplicate items (items ## ${before} and ${i} are identical)`);
        known.set(identity, i);
      }
      return true;
    },
  ];
}

/** Keywords of arrays (JSON Schema 2020-12, Core, 10.3.1; Validation, 6.4). */
export function arrayChecks(at: Compiling): Check[] {
  return [...sizeChecks(at), ...itemChecks(at), ...containsCheck(at), ...uniqueCheck(at)];
}

/** Asked after everything that may look at items (Core, 11.2). */
export function unevaluatedItems(at: Compiling): Check[] {
  if (at.schema["unevaluatedItems"] === undefined) return [];
  at.track();
  const node = at.child(at.schema["unevaluatedItems"], "unevaluatedItems");
  return [
    (value, run, seen) => {
      if (!Array.isArray(value) || !seen) return true;
      let passes = true;
      for (let i = seen.itemsBefore; i < value.length; i++) {
        run.budget.spend(1);
        if (seen.items.has(i) || run.descend(node, value[i], i)) continue;
        passes = false;
        if (run.enough) return false;
      }
      seen.itemsBefore = value.length;
      return passes;
    },
  ];
}
