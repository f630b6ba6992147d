import type { CatalogType } from "@/lib/catalog/catalog.rules";
import type { ActionRequest } from "./action.schemas";

const maxValueLength = 80;
const maxSentenceLength = 300;
/** So many of a list's values, or of an object's, are said; of a longer one the first and how many more. */
const maxParts = 4;
/** A list of objects is said; what is inside them in turn is only hinted at. */
const maxDepth = 2;

/** One line, without control or text-direction characters that could make it read as something else. */
function lineOf(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ").trim();
}

function cut(text: string, length = maxValueLength): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

/** A text among others: in quotes where it could pass for several of them, or for none. */
function quoted(text: string): string {
  return text === "" || /[,()"]|(^|\s)(and|none)(\s|$)/i.test(text) ? JSON.stringify(text) : text;
}

function listed(parts: readonly string[], more: number): string {
  if (more > 0) return `${parts.join(", ")} and ${more} more`;
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1) ?? ""}`;
}

/** As many of the parts as fit. How many there are is never cut off. */
function together(parts: readonly string[]): string {
  if (parts.length === 0) return "none";
  for (let count = parts.length > maxParts ? maxParts - 1 : parts.length; count > 0; count--) {
    const text = listed(parts.slice(0, count), parts.length - count);
    if (text.length <= maxValueLength) return text;
  }
  const [first = ""] = parts;
  const rest = parts.length > 1 ? ` and ${parts.length - 1} more` : "";
  return `${cut(first, maxValueLength - rest.length)}${rest}`;
}

/** A value in a sentence: texts and figures as they are, lists and objects as words. */
function inWords(value: unknown, depth = 0): string {
  if (value === undefined) return "?";
  if (typeof value === "string") return depth === 0 ? lineOf(value) : quoted(lineOf(value));
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (depth >= maxDepth) return "…";
  const parts = Array.isArray(value)
    ? value.map((item) => inWords(item, depth + 1))
    : Object.entries(value).map(([name, member]) => `${quoted(lineOf(name))} ${inWords(member, depth + 1)}`);
  return depth > 0 && parts.length > 0 ? `(${together(parts)})` : together(parts);
}

function plain(value: unknown): string {
  return cut(inWords(value));
}

function at(parameters: Record<string, unknown>, path: string): unknown {
  return path.split(".").reduce<unknown>((value, key) => (typeof value === "object" && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined), parameters);
}

/**
 * What will happen, in one plain sentence, made from the catalog's words and the parameters alone: never from what the agent says
 * about them. `{name}` and `{a.b}` are places for parameters.
 */
export function sentenceFor(type: Pick<CatalogType, "title" | "sentence"> | undefined, request: Pick<ActionRequest, "action" | "parameters" | "resource">): string {
  const on = request.resource ? ` on ${request.resource.type} ${plain(request.resource.id)}` : "";
  if (!type) return `${request.action}${on}, which the catalog does not know`;
  const sentence = type.sentence ? type.sentence.replace(/\{([\w.]+)\}/g, (_, path: string) => plain(at(request.parameters, path))) : `${type.title}${on}`;
  return cut(sentence, maxSentenceLength);
}
