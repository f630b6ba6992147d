import type { CatalogType } from "@/lib/catalog/catalog.rules";
import { amountFigure, isCurrency, type Unit, unitAt } from "@/lib/platform/unit.rules";
import type { ActionRequest } from "./action.schemas";
import { cutMarked, marked } from "./sentence-value.rules";

const maxSentenceLength = 300;

/** A place for a parameter; quotation marks that the catalog set around it are those the value gets anyway. */
const places = /"\{([\w.]+)\}"|“\{([\w.]+)\}”|\{([\w.]+)\}/gu;

function at(parameters: Record<string, unknown>, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (value, key) =>
        typeof value === "object" && value !== null && Object.hasOwn(value, key)
          ? (value as Record<string, unknown>)[key]
          : undefined,
      parameters,
    );
}

/** The currency that stands right behind a place, in the catalog's words or as another place's value. */
function currencyBehind(rest: string, parameters: Record<string, unknown>): string | undefined {
  const [, code, place] = /^ (?:([A-Z]{3})(?![\w{])|\{([\w.]+)\})/u.exec(rest) ?? [];
  const found = code ?? (place === undefined ? undefined : at(parameters, place));
  return typeof found === "string" && isCurrency(found) ? found : undefined;
}

/** A figure that the catalog calls an amount, as people read one; undefined for any other value. */
function amount(value: unknown, unit: Unit | undefined, behind: string | undefined): string | undefined {
  const meant = unit ?? (behind === undefined ? undefined : { words: behind, currency: true, shift: 0 });
  const figure = meant && amountFigure(value, meant);
  if (!meant || figure === null || figure === undefined) return undefined;
  return unit && behind !== unit.words ? `${figure} ${unit.words}` : figure;
}

/** What a schema measures the parameters in that stand in a sentence, by their places: all that the sentence needs of the schema. */
export function unitsIn(sentence: string | null, schema: unknown): ReadonlyMap<string, Unit> {
  return new Map(
    [...(sentence ?? "").matchAll(places)].flatMap(([, , , bare]): [string, Unit][] => {
      const unit = bare === undefined ? undefined : unitAt(schema, bare.split("."));
      return bare === undefined || unit === undefined ? [] : [[bare, unit]];
    }),
  );
}

/** Whether a type's sentence tells any of the parameters. */
export const tellsParameters = ({ sentence }: Pick<CatalogType, "sentence">): boolean =>
  sentence !== null && sentence.search(places) >= 0;

function filled(
  sentence: string,
  parameters: Record<string, unknown>,
  units: ReadonlyMap<string, Unit> | undefined,
): string {
  let words = "";
  let end = 0;
  for (const match of sentence.matchAll(places)) {
    words += sentence.slice(end, match.index);
    end = match.index + match[0].length;
    const [, straight, curly, bare] = match;
    const place = straight ?? curly ?? bare ?? "";
    const value = at(parameters, place);
    const figure =
      bare === undefined
        ? undefined
        : amount(value, units?.get(place), currencyBehind(sentence.slice(end), parameters));
    words += figure ?? marked(value, { always: bare === undefined, afterFigure: /\d $/u.test(words) });
  }
  return words + sentence.slice(end);
}

/**
 * What will happen, in one plain sentence, made from the catalog's words and the parameters alone: never from what the agent says
 * about them. `{name}` and `{a.b}` are places for parameters. Whatever is not the catalog's, a name or type of a resource and an action's
 * name too, is marked as a value (sentence-value.rules): outside quotation marks stand the catalog's words, figures and ids only. What
 * the catalog calls an amount, by its schema's `x-unit` or a currency's code behind it, is written as one: `1,250.00 EUR`.
 */
export function sentenceFor(
  type: (Pick<CatalogType, "title" | "sentence"> & Partial<Pick<CatalogType, "resourceType" | "units">>) | undefined,
  request: Pick<ActionRequest, "action" | "parameters" | "resource">,
): string {
  const on = onResource(request, type?.resourceType);
  if (!type) return `${marked(request.action, { always: true })}${on}, which the catalog does not know`;
  return cutMarked(
    type.sentence ? filled(type.sentence, request.parameters, type.units) : `${type.title}${on}`,
    maxSentenceLength,
  );
}

/** The same where the words of the version that was asked were not kept: what was asked for, and on what. */
export function sentenceWithoutWords(request: Pick<ActionRequest, "action" | "resource">, version: number): string {
  return `${marked(request.action, { always: true })}${onResource(request, undefined)}, whose words in version ${version} were not kept`;
}

function onResource({ resource }: Pick<ActionRequest, "resource">, declared: string | null | undefined): string {
  return resource
    ? ` on ${resource.type === declared ? resource.type : marked(resource.type)} ${marked(resource.id)}`
    : "";
}
