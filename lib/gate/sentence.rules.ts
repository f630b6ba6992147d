import type { CatalogType } from "@/lib/catalog/catalog.rules";
import type { ActionRequest } from "./action.schemas";
import { cutMarked, marked } from "./sentence-value.rules";

const maxSentenceLength = 300;

/** A place for a parameter; quotation marks that the catalog set around it are those the value gets anyway. */
const places = /"\{([\w.]+)\}"|“\{([\w.]+)\}”|\{([\w.]+)\}/gu;

function at(parameters: Record<string, unknown>, path: string): unknown {
  return path.split(".").reduce<unknown>((value, key) => (typeof value === "object" && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined), parameters);
}

function filled(sentence: string, parameters: Record<string, unknown>): string {
  let words = "";
  let end = 0;
  for (const match of sentence.matchAll(places)) {
    words += sentence.slice(end, match.index);
    const [, straight, curly, bare] = match;
    words += marked(at(parameters, straight ?? curly ?? bare ?? ""), { always: bare === undefined, afterFigure: /\d $/u.test(words) });
    end = match.index + match[0].length;
  }
  return words + sentence.slice(end);
}

/**
 * What will happen, in one plain sentence, made from the catalog's words and the parameters alone: never from what the agent says
 * about them. `{name}` and `{a.b}` are places for parameters. Whatever is not the catalog's, a name or type of a resource and an action's
 * name too, is marked as a value (sentence-value.rules): outside quotation marks stand the catalog's words, figures and ids only.
 */
export function sentenceFor(
  type: (Pick<CatalogType, "title" | "sentence"> & Partial<Pick<CatalogType, "resourceType">>) | undefined,
  request: Pick<ActionRequest, "action" | "parameters" | "resource">,
): string {
  const { resource } = request;
  const on = resource ? ` on ${resource.type === type?.resourceType ? resource.type : marked(resource.type)} ${marked(resource.id)}` : "";
  if (!type) return `${marked(request.action, { always: true })}${on}, which the catalog does not know`;
  return cutMarked(type.sentence ? filled(type.sentence, request.parameters) : `${type.title}${on}`, maxSentenceLength);
}
