/** Somebody or something an agent acts for. */
export interface OnBehalfOf {
  type: string;
  id: string;
}

/** What a human is called, in the words that agents' frameworks use; all are kept as `user`. */
const personWords: ReadonlySet<string> = new Set(["user", "person", "people", "human", "individual", "employee", "staff", "member", "account", "operator", "email", "e-mail", "mail"]);

/** What looks the same is the same: compatibility forms (NFKC), no characters without a shape, no spaces around it. */
function plain(text: string): string {
  return text.normalize("NFKC").replace(/[\p{Cc}\p{Cf}\u034F\u115F\u1160\u3164\uFFA0]+/gu, "").trim();
}

/** An e-mail address, also as a link or with its owner's name before it, in small letters; any other text as it is. */
function plainId(text: string): string {
  const inBrackets = /<([^<>\s]+@[^<>\s]+)>$/u.exec(text)?.[1];
  const address = (inBrackets ?? text).replace(/^mailto:\s*/iu, "");
  return /^\S+@\S+$/u.test(address) ? address.toLowerCase() : text;
}

/**
 * A subject as it is stored, compared and shown: one spelling for each, so that `Person` and `user `, `Ann@Example.com` and
 * `ann@example.com` are one. What holds nothing but invisible characters stays as it came: it is nobody's.
 */
export function normaliseOnBehalfOf({ type, id }: OnBehalfOf): OnBehalfOf {
  const word = plain(type).toLowerCase();
  const name = plainId(plain(id));
  return { type: word === "" ? type : personWords.has(word) ? "user" : word, id: name === "" ? id : name };
}

/** Is this person meant, by id or address? The type is not asked: no other thing has a person's id or address. */
export function isPerson(subject: OnBehalfOf | null, person: { personId: string; email: string }): boolean {
  if (!subject) return false;
  const { id } = normaliseOnBehalfOf(subject);
  return id.toLowerCase() === person.personId.toLowerCase() || id === plainId(plain(person.email));
}
