import { Ajv2020, type ErrorObject, type Options } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { UnprocessableError, type Fault } from "@/lib/platform/errors";
import { PatternEngine, RefusedPattern } from "./pattern-engine";
import { pathOfPattern } from "./pattern-path.rules";
import { StepBudget, TooManySteps } from "./step-budget";
import { withLinearUniqueItems } from "./unique-items";

/** Checks parameters against a catalog schema; never changes them, since what is judged must be what runs. */
export type ParametersValidator = (parameters: unknown) => Fault[];

const maxFaults = 20;
/** About a second in the worst case; parameters that mean no harm take thousands. */
const stepsPerCheck = 40_000_000;

const settings: Options = { allErrors: true, strict: false, validateSchema: true, coerceTypes: false, useDefaults: false, removeAdditional: false };

/** An ajv that takes no longer for hostile schemas and parameters than for others of their size. */
function newAjv(budget: StepBudget): Ajv2020 {
  const engine = new PatternEngine(budget);
  const regExp = Object.assign((pattern: string) => engine.patternOf(pattern), { code: "linear pattern" });
  const ajv = withLinearUniqueItems(new Ajv2020({ ...settings, code: { regExp } }));
  addFormats(ajv);
  const url = addFormats.get("url");
  // The one format of ajv-formats that tries ways through: its name and password part takes the square of the length.
  if (url instanceof RegExp) {
    ajv.addFormat("url", (text: string) => {
      budget.spend(text.length ** 2);
      return url.test(text);
    });
  }
  return ajv;
}

function faultOf(error: ErrorObject): Fault {
  const path = ["parameters", ...error.instancePath.split("/").slice(1).map((p) => p.replaceAll("~1", "/").replaceAll("~0", "~"))];
  const extra: unknown = error.params["additionalProperty"] ?? error.params["missingProperty"];
  if (typeof extra === "string") path.push(extra);
  const message = error.keyword === "additionalProperties" ? "is not a known parameter" : error.keyword === "required" ? "is required" : (error.message ?? "is not valid");
  return { path: path.join("."), message };
}

/** What was not checked to the end does not pass: too many steps, or a schema that refers to itself without end. */
function brokenOff(error: unknown): Fault[] {
  if (error instanceof TooManySteps || error instanceof RangeError) return [{ path: "parameters", message: new TooManySteps().message }];
  throw error;
}

function invalidSchema(path: string, message: string): UnprocessableError {
  return new UnprocessableError("invalid_schema", `The schema cannot be used: ${message}`, [{ path, message }]);
}

/**
 * Compiles a JSON Schema (2020-12) for an action's parameters.
 * @throws 422 `invalid_schema` when it is not a schema, does not describe an object, refers outside itself, or has a pattern that
 * cannot be matched in linear time.
 */
export function compileParametersSchema(schema: Record<string, unknown>): ParametersValidator {
  if (schema["type"] !== "object") {
    throw new UnprocessableError("invalid_schema", "Parameters are an object: the schema's type must be \"object\".", [
      { path: "parametersSchema.type", message: "must be \"object\"" },
    ]);
  }
  const budget = new StepBudget(stepsPerCheck);
  try {
    const validate = newAjv(budget).compile(schema);
    // Such a validator answers with a promise, which would pass for "valid".
    if ("$async" in validate) throw new Error("$async is not allowed");
    return (parameters) => {
      budget.refill();
      try {
        return validate(parameters) ? [] : (validate.errors ?? []).slice(0, maxFaults).map(faultOf);
      } catch (error) {
        return brokenOff(error);
      }
    };
  } catch (error) {
    if (error instanceof RefusedPattern) throw invalidSchema(["parametersSchema", ...pathOfPattern(schema, error.pattern)].join("."), error.message);
    throw invalidSchema("parametersSchema", error instanceof Error ? error.message : "is not a JSON Schema");
  }
}

/**
 * The validator of a schema that is in the catalog already. Rules about schemas become stricter, and what was stored before them stays:
 * where such a schema cannot be compiled any more nothing passes, and the refusal says why.
 */
export function storedParametersValidator(schema: Record<string, unknown>): ParametersValidator {
  try {
    return compileParametersSchema(schema);
  } catch (error) {
    if (!(error instanceof UnprocessableError)) throw error;
    const message = `cannot be checked. ${error.message} Whoever keeps the catalog must change it.`;
    return () => [{ path: "parameters", message }];
  }
}
