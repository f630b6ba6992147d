/** Characters without a shape: two names that differ in them alone are one to whoever reads them. */
const shapeless = /[\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]+/gu;

function plainOnce(text: string): string {
  return text
    .replace(shapeless, "")
    .normalize("NFKC")
    .replace(shapeless, "")
    .replace(/[\s\p{Z}\p{Cc}]+/gu, " ")
    .trim();
}

/**
 * A name as it is stored and shown: compatibility forms made one (NFKC, so ＡＢ is AB and both forms of é are one), nothing invisible,
 * single spaces, none around it. Empty for what shows nothing. Applied again it changes nothing.
 */
export function plainName(text: string): string {
  const plain = plainOnce(text);
  return plain === text ? plain : plainName(plain);
}

/**
 * What two names are compared by: two names are one where this is the same. In whatever case, unless case is declared to tell names
 * apart. Full case folding by way of upper case, so that ß is ss and a final sigma a sigma.
 *
 * Names are compared here and nowhere else: what the database compares was made by this function, stored beside the name.
 */
export function nameKey(text: string, { caseSensitive = false }: { caseSensitive?: boolean } = {}): string {
  const plain = plainName(text);
  return caseSensitive ? plain : plainName(plain.toUpperCase().toLowerCase());
}
