import fc from "fast-check";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { isPlain } from "@/lib/platform/concealed.rules";
import { pathText } from "@/lib/platform/value-path.rules";
import { ParameterTable } from "./parameter-table";
import { type JsonValue, leafText, valueRows } from "./value-rows";

const entities: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#x27;": "'",
  "&amp;": "&",
};
const textOf = (html: string) =>
  html.replace(/<[^>]+>/gu, "").replace(/&(?:lt|gt|quot|amp|#x27);/gu, (entity) => entities[entity] ?? entity);

/** What stands in a drawn table, line by line: the path as it is written, and the value. */
function read(html: string): [string, string][] {
  return [
    ...html.matchAll(/<tr data-path="[^"]*"[^>]*><th[^>]*>(?<name>.*?)<\/th><td[^>]*>(?<value>.*?)<\/td><\/tr>/gsu),
  ].map(({ groups }) => [textOf(groups?.["name"] ?? ""), textOf(groups?.["value"] ?? "")]);
}

const draw = (parameters: JsonValue) => read(renderToStaticMarkup(<ParameterTable parameters={parameters} />));

const plain = fc.string({ maxLength: 20 }).filter((text) => isPlain(text) && !/[\n\t]/u.test(text));
const name = fc.oneof(plain, fc.constantFrom("", "a.b", "a", "b", "[0]", "0", '"', "constructor"));
const { value: object } = fc.letrec<{ value: JsonValue; leaf: JsonValue }>((tie) => ({
  leaf: fc.oneof(
    fc.constant(null),
    fc.boolean(),
    fc.integer({ min: -9_999, max: 9_999 }),
    plain,
    fc.constant([]),
    fc.array(fc.integer(), { maxLength: 3 }),
  ),
  value: fc
    .array(
      fc.tuple(
        name,
        fc.oneof(
          { maxDepth: 3, withCrossShrink: true },
          tie("leaf"),
          tie("value"),
          fc.array(tie("value"), { maxLength: 2 }),
        ),
      ),
      { maxLength: 4 },
    )
    .map((members) => Object.fromEntries(members)),
}));

describe("the table of parameters", () => {
  it("draws any value whole: each leaf once, in its order, under its written path", () => {
    fc.assert(
      fc.property(object, (value) => {
        const leaves = valueRows(value).filter(({ path }) => path.length > 0);
        const drawn = draw(value).filter(([, text]) => !/^[\d,]+\u00a0values?$/u.test(text));
        expect(drawn).toEqual(leaves.map((row) => [pathText(row.path), leafText(row.value)]));
      }),
      { numRuns: 100 },
    );
  });

  it("says that there is nothing where there is nothing", () => {
    expect(renderToStaticMarkup(<ParameterTable parameters={{}} />)).toContain("No parameters.");
  });

  it("puts the schema's title beside the path on one line, and its words behind a button", () => {
    const schema = { properties: { amount: { title: "Amount in euros", description: "What is paid." } } };
    const html = renderToStaticMarkup(<ParameterTable parameters={{ amount: 5 }} schema={schema} />);
    expect(read(html)).toEqual([["Amount in euros amount", "5"]]);
    expect(html).toContain('aria-label="What Amount in euros means"');
    expect(html).not.toContain("What is paid.");
  });
});
