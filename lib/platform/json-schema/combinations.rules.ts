import type { Compiling } from "./compiling.rules";
import type { Check, Run, SchemaFault, SchemaNode, Seen } from "./evaluation.rules";
import { recordAt, schemasAt, textAt } from "./keyword-values.rules";
import { isObject } from "./values.rules";

const branch = (run: Run, node: SchemaNode, value: unknown, seen: Seen | undefined) => () =>
  run.visit(node, value, seen);

/** How many faults of one branch are worth telling. */
const faultsOfBranch = 3;
/** A branch that fails by these is the wrong one rather than one with a mistake in it. */
const choosing = new Set(["type", "const", "enum"]);

function howFar(faults: readonly SchemaFault[]): number {
  return faults.filter((fault) => choosing.has(fault.keyword)).length * (faultsOfBranch + 1) + faults.length;
}

/** What is said where no branch passes: what the likeliest one says, and that it was one of several. */
function noBranch(run: Run, keyword: string, words: string, said: readonly SchemaFault[][]): false {
  const likeliest = said.reduce<SchemaFault[] | undefined>(
    (best, faults) => (best === undefined || howFar(faults) < howFar(best) ? faults : best),
    undefined,
  );
  run.note(likeliest ?? []);
  return run.fault(keyword, words);
}

function anyOf(nodes: readonly SchemaNode[]): Check {
  return (value, run, seen) => {
    const said: SchemaFault[][] = [];
    let passes = false;
    for (const node of nodes) {
      const faults = run.attempt(branch(run, node, value, seen), faultsOfBranch);
      if (faults) said.push(faults);
      else passes = true;
      // Every branch that passes counts for what was looked at; else one is enough.
      if (passes && !seen) return true;
    }
    return passes || noBranch(run, "anyOf", "must match a schema in anyOf", said);
  };
}

function oneOf(nodes: readonly SchemaNode[]): Check {
  return (value, run, seen) => {
    const said: SchemaFault[][] = [];
    let passing = 0;
    for (const node of nodes) {
      const faults = run.attempt(branch(run, node, value, seen), faultsOfBranch);
      if (faults) said.push(faults);
      else if (++passing > 1) return run.fault("oneOf", "must match exactly one schema in oneOf, and matches several");
    }
    return passing === 1 || noBranch(run, "oneOf", "must match exactly one schema in oneOf", said);
  };
}

function allOf(nodes: readonly SchemaNode[]): Check {
  return (value, run, seen) => {
    let passes = true;
    for (const node of nodes) {
      if (run.visit(node, value, seen)) continue;
      passes = false;
      if (run.enough) return false;
    }
    return passes;
  };
}

function several(at: Compiling, keyword: string, combined: (nodes: readonly SchemaNode[]) => Check): Check[] {
  const schemas = schemasAt(at, keyword);
  return schemas ? [combined(schemas.map((raw, i) => at.inPlace(raw, keyword, String(i))))] : [];
}

function notCheck(at: Compiling): Check[] {
  if (at.schema["not"] === undefined) return [];
  const node = at.inPlace(at.schema["not"], "not");
  return [
    (value, run) =>
      run.attempt(branch(run, node, value, undefined)) !== undefined || run.fault("not", "must NOT be valid"),
  ];
}

function ifCheck(at: Compiling): Check[] {
  const nodeAt = (keyword: string) =>
    at.schema[keyword] === undefined ? undefined : at.inPlace(at.schema[keyword], keyword);
  const [condition, then, otherwise] = [nodeAt("if"), nodeAt("then"), nodeAt("else")];
  if (!condition) return [];
  return [
    (value, run, seen) => {
      const next = run.attempt(branch(run, condition, value, seen)) ? otherwise : then;
      return !next || run.visit(next, value, seen);
    },
  ];
}

function dependentChecks(at: Compiling): Check[] {
  return ["dependentSchemas", "dependencies"].flatMap((keyword) =>
    Object.entries(recordAt(at, keyword) ?? {})
      .filter(([, raw]) => keyword === "dependentSchemas" || !Array.isArray(raw))
      .map(([name, raw]): Check => {
        const node = at.inPlace(raw, keyword, name);
        return (value, run, seen) => {
          run.budget.spend(1);
          return !isObject(value) || !Object.hasOwn(value, name) || run.visit(node, value, seen);
        };
      }),
  );
}

function referenceCheck(at: Compiling): Check[] {
  const target = textAt(at, "$ref");
  if (target === undefined) return [];
  const to = at.reference(target, "$ref");
  return [(value, run, seen) => run.visit(to.node, value, seen)];
}

/** Keywords that ask other schemas about the same value (JSON Schema 2020-12, Core, 8.2.3 and 10.2). */
export function combinations(at: Compiling): Check[] {
  return [
    ...referenceCheck(at),
    ...several(at, "allOf", allOf),
    ...several(at, "anyOf", anyOf),
    ...several(at, "oneOf", oneOf),
    ...notCheck(at),
    ...ifCheck(at),
    ...dependentChecks(at),
  ];
}
