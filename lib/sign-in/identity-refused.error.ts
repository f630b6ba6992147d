import { SignInRefusedError } from "@/lib/platform/auth/sign-in-refused.error";

const details = {
  email_unverified: "The identity provider does not say that this e-mail address is verified.",
  foreign_domain: "This e-mail address is of a domain that another identity provider owns.",
  identity_conflict: "This e-mail address belongs to an account with another identity.",
  identity_not_linked: "This e-mail address belongs to an account that is not linked to this identity provider.",
  identity_taken: "This identity opens another account.",
  no_access: "None of your groups gives access, and there is no open invitation for you.",
  other_address: "This identity has another e-mail address than the account.",
} as const;
export type IdentityRefusal = keyof typeof details;

/** Why the console does not let in, or link, somebody whom the provider vouches for; the page it leads to explains the code. */
export class IdentityRefusedError extends SignInRefusedError {
  static override readonly kind: string = "IdentityRefusedError";

  /** @param linking whether somebody who is signed in wanted to link the identity, who then goes on as before */
  constructor(code: IdentityRefusal, linking = false) {
    super(code, details[code], linking);
  }
}
