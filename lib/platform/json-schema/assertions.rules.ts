import type { Compiling } from "./compiling.rules";
import { isMultipleOf } from "./decimal.rules";
import type { Check } from "./evaluation.rules";
import { formats } from "./formats.rules";
import { countAt, flagAt, namesAt, numberAt, textAt } from "./keyword-values.rules";
import { StepBudget } from "./step-budget.rules";
import { codePoints, identityOf, typeName } from "./values.rules";

const typeNames = new Set(["null", "boolean", "number", "integer", "string", "array", "object"]);
/** Two decimals of any size, brought to one exponent and divided. */
const divisionSteps = 20;
const charactersPerStep = 8;

function typeCheck(at: Compiling): Check[] {
  const { type } = at.schema;
  if (type === undefined) return [];
  const types = typeof type === "string" ? [type] : (namesAt(at, "type") ?? []);
  if (types.length === 0 || types.some((name) => !typeNames.has(name)))
    at.refuse("must name one of the JSON types, or several", "type");
  const allowed = new Set(types);
  const words = `must be ${types.join(" or ")}`;
  return [
    (value, run) => {
      const name = typeName(value);
      return (
        allowed.has(name) ||
        (name === "number" && allowed.has("integer") && Number.isInteger(value)) ||
        run.fault("type", words)
      );
    },
  ];
}

/** Plain values are found at once, however many there are; only where structures are allowed is a structure compared. */
function oneOfValues(keyword: string, values: readonly unknown[], words: string): Check {
  const unbounded = new StepBudget(Infinity);
  const identities = new Set(values.map((value) => identityOf(value, unbounded)));
  const hasStructures = values.some((value) => typeof value === "object" && value !== null);
  const longest = Math.max(0, ...[...identities].map((identity) => identity.length));
  return (value, run) => {
    const isStructure = typeof value === "object" && value !== null;
    if ((isStructure && !hasStructures) || (typeof value === "string" && value.length > longest))
      return run.fault(keyword, words);
    return identities.has(identityOf(value, run.budget)) || run.fault(keyword, words);
  };
}

function valueChecks(at: Compiling): Check[] {
  const checks: Check[] = [];
  const { enum: values } = at.schema;
  if (values !== undefined) {
    if (!Array.isArray(values) || values.length === 0) at.refuse("must be a list of values", "enum");
    checks.push(oneOfValues("enum", values as unknown[], "must be equal to one of the allowed values"));
  }
  if (Object.hasOwn(at.schema, "const"))
    checks.push(oneOfValues("const", [at.schema["const"]], "must be equal to constant"));
  return checks;
}

function numberChecks(at: Compiling): Check[] {
  const bound = (keyword: string, sign: string, holds: (value: number, limit: number) => boolean): Check[] => {
    const limit = numberAt(at, keyword);
    if (limit === undefined) return [];
    return [
      (value, run) =>
        typeof value !== "number" || holds(value, limit) || run.fault(keyword, `must be ${sign} ${limit}`),
    ];
  };
  const divisor = numberAt(at, "multipleOf");
  if (divisor !== undefined && divisor <= 0) at.refuse("must be above 0", "multipleOf");
  return [
    ...bound("minimum", ">=", (value, limit) => value >= limit),
    ...bound("maximum", "<=", (value, limit) => value <= limit),
    ...bound("exclusiveMinimum", ">", (value, limit) => value > limit),
    ...bound("exclusiveMaximum", "<", (value, limit) => value < limit),
    ...(divisor === undefined
      ? []
      : [
          ((value, run) => {
            if (typeof value !== "number") return true;
            run.budget.spend(divisionSteps);
            return isMultipleOf(value, divisor) || run.fault("multipleOf", `must be multiple of ${divisor}`);
          }) satisfies Check,
        ]),
  ];
}

function lengthChecks(at: Compiling): Check[] {
  const min = countAt(at, "minLength");
  const max = countAt(at, "maxLength");
  const measured = (holds: (length: number) => boolean, keyword: string, words: string): Check => {
    return (value, run) => {
      if (typeof value !== "string") return true;
      run.budget.spend(value.length / charactersPerStep);
      return holds(codePoints(value)) || run.fault(keyword, words);
    };
  };
  return [
    ...(min === undefined
      ? []
      : [measured((length) => length >= min, "minLength", `must NOT have fewer than ${min} characters`)]),
    ...(max === undefined
      ? []
      : [measured((length) => length <= max, "maxLength", `must NOT have more than ${max} characters`)]),
  ];
}

function textChecks(at: Compiling): Check[] {
  const checks = lengthChecks(at);
  const pattern = textAt(at, "pattern");
  if (pattern !== undefined) {
    const matches = at.pattern(pattern, "pattern");
    checks.push(
      (value, run) =>
        typeof value !== "string" ||
        matches(value, run.budget) ||
        run.fault("pattern", `must match pattern "${pattern}"`),
    );
  }
  const format = textAt(at, "format");
  const follows = format === undefined ? undefined : formats.get(format);
  if (follows) {
    checks.push((value, run) => {
      if (typeof value !== follows.type) return true;
      run.budget.spend(String(value).length / charactersPerStep);
      return follows.test(value as never) || run.fault("format", `must match format "${format}"`);
    });
  }
  return checks;
}

/** Words for people have no say in what passes, but they are shown as texts. */
function checkedWords(at: Compiling): void {
  for (const keyword of ["title", "description", "$comment"]) textAt(at, keyword);
  for (const keyword of ["readOnly", "writeOnly", "deprecated", "uniqueItems"]) flagAt(at, keyword);
}

/** Keywords that ask about the value itself, whatever is in it (JSON Schema 2020-12, Validation, 6.1 to 6.3 and 7). */
export function assertions(at: Compiling): Check[] {
  checkedWords(at);
  return [...typeCheck(at), ...valueChecks(at), ...numberChecks(at), ...textChecks(at)];
}
