import type { InterlockAnswer } from "@/lib/actions/verdict.rules";
import type { Subject } from "../subject.rules";

/**
 * An action that nobody has described is decided by a person. Parameters that break the schema are refused when they are asked (422);
 * what waits while the schema changes, and what a person edits, is denied here.
 */
export function catalog({ type, request, parameterFaults }: Subject): InterlockAnswer {
  const [fault] = parameterFaults;
  if (type && fault) {
    return { name: "catalog", effect: "deny", code: "invalid_parameters", message: `The parameters do not follow the schema of ${request.action}, version ${type.version}: ${fault.path} ${fault.message}.` };
  }
  return type
    ? { name: "catalog", effect: "pass", code: "declared", message: `${type.title}, version ${type.version} of the catalog's entry; the parameters follow its schema.` }
    : { name: "catalog", effect: "hold", code: "undeclared", message: `The catalog has no action type named ${request.action}.` };
}
