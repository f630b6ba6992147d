/** A piece of a sentence: words, or an instant that stands among them. */
export interface SentencePart {
  text: string;
  /** Unix milliseconds, of an instant. */
  atMs?: number;
}

/** A quotation, which is a value of its own and stays as it is; or an instant in the sentence itself. */
const quotationOrInstant =
  /“[^”]*”|(?<![\p{L}\p{N}_-])\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})(?![\p{L}\p{N}_:+-])/gu;

/** Takes an action's sentence apart where instants stand in it, outside of quotation marks. Put together again it is the sentence. */
export function sentenceParts(sentence: string): SentencePart[] {
  const parts: SentencePart[] = [];
  let end = 0;
  for (const { 0: text, index } of sentence.matchAll(quotationOrInstant)) {
    const atMs = text.startsWith("“") ? Number.NaN : Date.parse(text);
    if (Number.isNaN(atMs)) continue;
    if (index > end) parts.push({ text: sentence.slice(end, index) });
    parts.push({ text, atMs });
    end = index + text.length;
  }
  if (end < sentence.length || parts.length === 0) parts.push({ text: sentence.slice(end) });
  return parts;
}
