import type { Compiling, PatternTest } from "./compiling.rules";
import type { Check, Run, SchemaNode, Seen } from "./evaluation.rules";
import { countAt, namesAt, recordAt } from "./keyword-values.rules";
import { isObject, type JsonRecord } from "./values.rules";

function sizeChecks(at: Compiling): Check[] {
  const min = countAt(at, "minProperties");
  const max = countAt(at, "maxProperties");
  if (min === undefined && max === undefined) return [];
  return [
    (value, run) => {
      if (!isObject(value)) return true;
      const size = Object.keys(value).length;
      run.budget.spend(size);
      if (min !== undefined && size < min)
        return run.fault("minProperties", `must NOT have fewer than ${min} properties`);
      return (
        max === undefined || size <= max || run.fault("maxProperties", `must NOT have more than ${max} properties`)
      );
    },
  ];
}

function missing(run: Run, value: JsonRecord, names: readonly string[], keyword: string, words: string): boolean {
  run.budget.spend(names.length);
  let passes = true;
  for (const name of names) {
    if (Object.hasOwn(value, name)) continue;
    passes = run.fault(keyword, words, name);
    if (run.enough) return false;
  }
  return passes;
}

function requiredChecks(at: Compiling): Check[] {
  const checks: Check[] = [];
  const names = namesAt(at, "required");
  if (names) checks.push((value, run) => !isObject(value) || missing(run, value, names, "required", "is required"));
  // `dependencies` is how earlier drafts wrote both that follow.
  for (const keyword of ["dependentRequired", "dependencies"]) {
    for (const [name, raw] of Object.entries(recordAt(at, keyword) ?? {})) {
      if (keyword === "dependencies" && !Array.isArray(raw)) continue;
      const needed = namesAt(at, keyword, raw, name) ?? [];
      checks.push((value, run) => {
        run.budget.spend(1);
        return (
          !isObject(value) ||
          !Object.hasOwn(value, name) ||
          missing(run, value, needed, "dependentRequired", `is required where ${name} is given`)
        );
      });
    }
  }
  return checks;
}

interface Members {
  named: ReadonlyMap<string, SchemaNode>;
  patterned: readonly { matches: PatternTest; node: SchemaNode }[];
  others: SchemaNode | false | undefined;
}

/** Asks all subschemas that are for this member. @returns undefined where there is none */
function askMember(
  { named, patterned, others }: Members,
  run: Run,
  value: JsonRecord,
  name: string,
): boolean | undefined {
  const own = named.get(name);
  let passes = own ? run.descend(own, value[name], name) : undefined;
  for (const { matches, node } of patterned) {
    if (!matches(name, run.budget)) continue;
    passes = run.descend(node, value[name], name) && passes !== false;
  }
  if (passes !== undefined || others === undefined) return passes;
  return others
    ? run.descend(others, value[name], name)
    : run.fault("additionalProperties", "is not a known property", name);
}

function askMembers(members: Members, run: Run, value: JsonRecord, seen: Seen | undefined): boolean {
  let passes = true;
  for (const name of Object.keys(value)) {
    run.budget.spend(1);
    const answer = askMember(members, run, value, name);
    if (answer !== undefined) seen?.properties.add(name);
    if (answer !== false) continue;
    passes = false;
    if (run.enough) return false;
  }
  return passes;
}

function memberChecks(at: Compiling): Check[] {
  const named = new Map(
    Object.entries(recordAt(at, "properties") ?? {}).map(([name, raw]) => [name, at.child(raw, "properties", name)]),
  );
  const patterned = Object.entries(recordAt(at, "patternProperties") ?? {}).map(([pattern, raw]) => ({
    matches: at.pattern(pattern, "patternProperties", pattern),
    node: at.child(raw, "patternProperties", pattern),
  }));
  const { additionalProperties: rest } = at.schema;
  const others = rest === undefined || rest === false ? rest : at.child(rest, "additionalProperties");
  if (named.size === 0 && patterned.length === 0 && others === undefined) return [];
  const members: Members = { named, patterned, others };
  return [(value, run, seen) => !isObject(value) || askMembers(members, run, value, seen)];
}

function namesCheck(at: Compiling): Check[] {
  if (at.schema["propertyNames"] === undefined) return [];
  const node = at.child(at.schema["propertyNames"], "propertyNames");
  return [
    (value, run) => {
      if (!isObject(value)) return true;
      let passes = true;
      for (const name of Object.keys(value)) {
        if (run.descend(node, name, name)) continue;
        passes = false;
        if (run.enough) return false;
      }
      return passes;
    },
  ];
}

/** Keywords of objects (JSON Schema 2020-12, Core, 10.3.2; Validation, 6.5). */
export function objectChecks(at: Compiling): Check[] {
  return [...sizeChecks(at), ...requiredChecks(at), ...memberChecks(at), ...namesCheck(at)];
}

/** Asked after everything that may look at members (Core, 11.3). */
export function unevaluatedProperties(at: Compiling): Check[] {
  const raw = at.schema["unevaluatedProperties"];
  if (raw === undefined) return [];
  at.track();
  const node = at.child(raw, "unevaluatedProperties");
  return [
    (value, run, seen) => {
      if (!isObject(value) || !seen) return true;
      let passes = true;
      for (const name of Object.keys(value)) {
        run.budget.spend(1);
        if (seen.properties.has(name)) continue;
        seen.properties.add(name);
        if (
          raw === false
            ? run.fault("unevaluatedProperties", "is not a known property", name)
            : run.descend(node, value[name], name)
        )
          continue;
        passes = false;
        if (run.enough) return false;
      }
      return passes;
    },
  ];
}
