/** The faults of a refused form, by the name of the field they are at; what belongs to no field is under "". */
export function faultsOf(error: unknown): Record<string, string> {
  const message = error instanceof Error ? error.message : "It did not work. Nothing was changed.";
  const faults: unknown = typeof error === "object" && error !== null && "faults" in error ? error.faults : [];
  const byField = Array.isArray(faults)
    ? faults.filter(isFault).map((fault) => [fault.path, fault.message] as const)
    : [];
  return byField.length > 0 ? Object.fromEntries(byField) : { "": message };
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
