import { interlock } from "@/lib/judging/interlock.rules";

/**
 * An action that nobody has described is decided by a person. Parameters that break the schema are refused when they are asked (422);
 * what waits while the schema changes, and what a person edits, is denied here.
 */
export const catalog = interlock({
  name: "catalog",
  judge({ type, request, parameterFaults: [fault] }, { pass, hold, deny }) {
    if (!type) return hold("undeclared", `The catalog has no action type named ${request.action}.`);
    return fault
      ? deny(
          "invalid_parameters",
          `The parameters do not follow the schema of ${request.action}, version ${type.version}: ${fault.path} ${fault.message}.`,
        )
      : pass(
          "declared",
          `${type.title}, version ${type.version} of the catalog's entry; the parameters follow its schema.`,
        );
  },
});
