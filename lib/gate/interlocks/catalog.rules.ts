import type { Subject } from "../subject.rules";
import type { InterlockAnswer } from "../verdict.rules";

/** An action that nobody has described is decided by a person. Parameters that break a schema never get this far (422). */
export function catalog({ type, request }: Subject): InterlockAnswer {
  return type
    ? { name: "catalog", effect: "pass", code: "declared", message: `${type.title}, version ${type.version} of the catalog's entry; the parameters follow its schema.` }
    : { name: "catalog", effect: "hold", code: "undeclared", message: `The catalog has no action type named ${request.action}.` };
}
