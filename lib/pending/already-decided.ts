import { ConflictError } from "@/lib/platform/errors";

/** What everybody is told who comes after the one decision of an action. */
export const alreadyDecided = (detail = "This action was decided already.") =>
  new ConflictError("already_decided", detail);
