import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { UnprocessableError, type Fault } from "@/lib/platform/errors";

/** Checks parameters against a catalog schema; never changes them, since what is judged must be what runs. */
export type ParametersValidator = (parameters: unknown) => Fault[];

const maxFaults = 20;

function newAjv(): Ajv2020 {
  const ajv = new Ajv2020({ allErrors: true, strict: false, validateSchema: true, coerceTypes: false, useDefaults: false, removeAdditional: false });
  addFormats(ajv);
  return ajv;
}

function faultOf(error: ErrorObject): Fault {
  const path = ["parameters", ...error.instancePath.split("/").slice(1).map((p) => p.replaceAll("~1", "/").replaceAll("~0", "~"))];
  const extra: unknown = error.params["additionalProperty"] ?? error.params["missingProperty"];
  if (typeof extra === "string") path.push(extra);
  const message = error.keyword === "additionalProperties" ? "is not a known parameter" : error.keyword === "required" ? "is required" : (error.message ?? "is not valid");
  return { path: path.join("."), message };
}

/**
 * Compiles a JSON Schema (2020-12) for an action's parameters.
 * @throws 422 `invalid_schema` when it is not a schema, does not describe an object, or refers outside itself.
 */
export function compileParametersSchema(schema: Record<string, unknown>): ParametersValidator {
  if (schema["type"] !== "object") {
    throw new UnprocessableError("invalid_schema", "Parameters are an object: the schema's type must be \"object\".", [
      { path: "parametersSchema.type", message: "must be \"object\"" },
    ]);
  }
  try {
    const validate = newAjv().compile(schema);
    // Such a validator answers with a promise, which would pass for "valid".
    if ("$async" in validate) throw new Error("$async is not allowed");
    return (parameters) => (validate(parameters) ? [] : (validate.errors ?? []).slice(0, maxFaults).map(faultOf));
  } catch (error) {
    const message = error instanceof Error ? error.message : "is not a JSON Schema";
    throw new UnprocessableError("invalid_schema", `The schema cannot be used: ${message}`, [{ path: "parametersSchema", message }]);
  }
}
