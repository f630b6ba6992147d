/** Somebody or something an agent acts for. */
export interface OnBehalfOf {
  type: string;
  id: string;
}

/** What a human is called, in the words that agents' frameworks use; all are kept as `user`. */
const personWords: ReadonlySet<string> = new Set([
  "user",
  "person",
  "people",
  "human",
  "individual",
  "employee",
  "staff",
  "member",
  "account",
  "operator",
  "email",
  "e-mail",
  "mail",
]);

/** What looks the same is the same: compatibility forms (NFKC), no characters without a shape, no spaces around it. */
function plain(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[\p{Cc}\p{Cf}\u034F\u115F\u1160\u3164\uFFA0]+/gu, "")
    .trim();
}

/** An e-mail address, also as a link or with its owner's name before it, in small letters; any other text as it is. */
function plainId(text: string): string {
  const inBrackets = /<([^<>\s]+@[^<>\s]+)>$/u.exec(text)?.[1];
  const address = (inBrackets ?? text).replace(/^mailto:\s*/iu, "");
  return /^\S+@\S+$/u.test(address) ? address.toLowerCase() : text;
}

/** What stands before an id to say whose it is: `user:`, `account/`. */
const prefix = /^[\p{L}\p{N}_.+-]+\s*[:/|=]\s*(?=\S)/u;

/** An id without the words before it that say it is a person's, and as an address without those that say it is one. */
function personsId(text: string): string {
  const id = plainId(text);
  const word = prefix.exec(id)?.[0] ?? "";
  return personWords.has(word.replace(/\W+$/u, "").toLowerCase()) ? personsId(id.slice(word.length)) : id;
}

/** Every name that an id may stand for: it as it is, and without each of the words before it, whatever they are. */
function namesOf(text: string): string[] {
  const id = plainId(text);
  const word = prefix.exec(id)?.[0];
  return word === undefined ? [id] : [id, ...namesOf(id.slice(word.length))];
}

/**
 * A subject as it is stored, compared and shown: one spelling for each, so that `Person` and `user `, `Ann@Example.com` and
 * `ann@example.com`, and as a person's id `user:ann@example.com` too, are one. What holds nothing but invisible characters stays as it came: it is nobody's.
 */
export function normaliseOnBehalfOf({ type, id }: OnBehalfOf): OnBehalfOf {
  const word = plain(type).toLowerCase();
  const isPersons = personWords.has(word);
  const name = isPersons ? personsId(plain(id)) : plainId(plain(id));
  return { type: word === "" ? type : isPersons ? "user" : word, id: name === "" ? id : name };
}

/** Every name that a subject may be meant by, in small letters: kept with the action, so that a list can ask for it. */
export function namesOfSubject(subject: OnBehalfOf | null): string[] {
  return subject ? [...new Set(namesOf(plain(subject.id)).map((name) => name.toLowerCase()))] : [];
}

/** What a person is called where something is asked for them, in small letters. */
export function namesOfPerson({ personId, email }: { personId: string; email: string }): string[] {
  return [personId.toLowerCase(), ...namesOf(plain(email)).map((name) => name.toLowerCase())];
}

/**
 * Is this person meant, by id or address? The type is not asked, nor any word before the id: no other thing has a person's id or address,
 * and where in doubt it is theirs.
 */
export function isPerson(subject: OnBehalfOf | null, person: { personId: string; email: string }): boolean {
  const theirs = namesOfPerson(person);
  return namesOfSubject(subject).some((name) => theirs.includes(name));
}
