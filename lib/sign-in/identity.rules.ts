import { emailKey } from "@/lib/people/people.rules";

/** What an identity provider says about who signed in, after its tokens were verified. */
export interface Identity {
  providerId: string;
  issuer: string;
  subject: string;
  email: string | undefined;
  emailVerified: boolean;
  name: string | undefined;
  groups: readonly string[];
}

/** Which addresses a provider is believed about. */
export interface Domains {
  /** The e-mail domains that are the provider's own. */
  own: readonly string[];
  /** Those of the installation's other providers. */
  others: readonly string[];
}

/** Printable ASCII with one "@": other letters fall together in lower case (the Kelvin sign is a "k" there), and would spell somebody else's mailbox. */
const plainAddress = /^[!-?A-~]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/;

/** The address that an identity claims, as accounts are kept by; undefined for none, and for one that no account can have. */
export function claimedAddress({ email }: Identity): string | undefined {
  return email !== undefined && plainAddress.test(email) ? emailKey(email) : undefined;
}

/** The same where the provider says that it has verified it. */
export function verifiedAddress(identity: Identity): string | undefined {
  return identity.emailVerified ? claimedAddress(identity) : undefined;
}

/** Whose word about an address counts: the domain as a whole is compared, so a sub-domain is another one. */
export function ownerOf(address: string, { own, others }: Domains): "own" | "other" | "nobody" {
  const domain = address.slice(address.lastIndexOf("@") + 1);
  return own.includes(domain) ? "own" : others.includes(domain) ? "other" : "nobody";
}
