import type { z } from "zod";
import { InvalidRequestError, type Fault } from "@/lib/platform/errors";

/** Every fault with its path; an unknown field is a fault at that field. */
export function faultsOf(error: z.core.$ZodError): Fault[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({ path: [...path, key].join("."), message: "is not a known field" }));
    }
    return [{ path: path.join("."), message: issue.message }];
  });
}

/** @throws 400 `invalid_request` with the path of each fault. */
export function validate<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new InvalidRequestError(faultsOf(parsed.error));
  return parsed.data;
}
