import type { FieldValues, Path, UseFormSetError } from "react-hook-form";

/** The faults of a refused form, by the name of the field they are at; what belongs to no field is under "". */
export function faultsOf(error: unknown): Record<string, string> {
  const message = error instanceof Error ? error.message : "It did not work. Nothing was changed.";
  const faults: unknown = typeof error === "object" && error !== null && "faults" in error ? error.faults : [];
  const byField = Array.isArray(faults)
    ? faults.filter(isFault).map((fault) => [fault.path, fault.message] as const)
    : [];
  return byField.length > 0 ? Object.fromEntries(byField) : { "": message };
}

/** Shows the faults of a refused form at its fields; what belongs to none of them is the form's own, `errors.root`. */
export function setFaults<Values extends FieldValues>(
  error: unknown,
  setError: UseFormSetError<Values>,
  fields: readonly Path<Values>[],
): void {
  for (const [field, message] of Object.entries(faultsOf(error))) {
    setError(fields.find((known) => known === field) ?? "root", { message });
  }
}

function isFault(value: unknown): value is { path: string; message: string } {
  return (
    typeof value === "object" &&
    value !== null &&
    "path" in value &&
    typeof value.path === "string" &&
    "message" in value &&
    typeof value.message === "string"
  );
}
