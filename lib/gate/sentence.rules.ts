import type { CatalogType } from "@/lib/catalog/catalog.rules";
import type { ActionRequest } from "./action.schemas";

const maxValueLength = 80;
const maxSentenceLength = 300;

/** A value in a sentence: one line, no control or text-direction characters that could make it read as something else. */
function plain(value: unknown): string {
  const text = typeof value === "string" ? value : value === undefined ? "?" : JSON.stringify(value);
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ").trim();
  return line.length > maxValueLength ? `${line.slice(0, maxValueLength - 1)}…` : line;
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
  return sentence.length > maxSentenceLength ? `${sentence.slice(0, maxSentenceLength - 1)}…` : sentence;
}
