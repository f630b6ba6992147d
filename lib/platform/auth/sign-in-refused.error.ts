import { AppError } from "@/lib/platform/errors";
import type { ProblemCode } from "@/lib/platform/problem-codes.rules";

/** Why an identity that its provider vouches for was not let in. */
export class SignInRefusedError extends AppError {
  static override readonly kind: string = "SignInRefusedError";

  /** @param linking whether it was to be linked to the account of the session that this browser has, which goes on */
  constructor(
    code: ProblemCode,
    detail: string,
    readonly linking: boolean,
  ) {
    super(code, detail);
  }
}
