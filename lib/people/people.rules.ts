/** Two spellings of one mailbox are one person: e-mail addresses are kept and compared in lower case. */
export function emailKey(email: string): string {
  return email.trim().toLowerCase();
}

export const minPasswordLength = 12;
export const maxPasswordLength = 200;

export const personStatuses = ["active", "deactivated"] as const;
export type PersonStatus = (typeof personStatuses)[number];

const groupSource = "group:";

/** Where a role comes from: given by a person, or following a group of an identity provider. */
export function sourceOfGroup(providerId: string): string {
  return groupSource + providerId;
}
/** The identity provider whose groups decide on a role, or null where people do. */
export function providerOfSource(source: string): string | null {
  return source.startsWith(groupSource) ? source.slice(groupSource.length) : null;
}

/** Why a person's role cannot be changed by the one who looks, or null where it can. */
export function roleLock(
  subject: { id: string; provider: string | null; status: PersonStatus },
  viewer: { id: string },
): string | null {
  if (subject.id === viewer.id) return "Nobody changes their own role. Ask another administrator.";
  if (subject.provider !== null) return `The role follows the groups of ${subject.provider}. Change it there.`;
  if (subject.status === "deactivated") return "Reactivate the person first.";
  return null;
}
