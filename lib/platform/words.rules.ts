/**
 * The beginning of a text, with an ellipsis where something is left out. A character that takes two units is never cut in half: half of
 * one is no text, and neither JSON nor the database takes it.
 * @param most units of UTF-16 that are kept, at most
 */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  const splits = /[\uD800-\uDBFF]/.test(text.charAt(most - 1));
  return `${text.slice(0, splits ? most - 1 : most)}…`;
}

/** A letter, a number, a mark of punctuation or a symbol that can be seen: the Braille pattern without dots, and fillers, cannot. */
const visible = /(?![\u2800\p{Default_Ignorable_Code_Point}])[\p{L}\p{N}\p{P}\p{S}]/u;

/** Whether there is anything in a text that can be read: blanks and characters that cannot be seen say nothing. */
export const saysSomething = (text: string): boolean => visible.test(text);
