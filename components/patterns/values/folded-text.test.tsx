import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { FoldedText } from "./folded-text";

const drawn = (text: string) => renderToStaticMarkup(<FoldedText text={text} of="Reason" />);

it("what is short is drawn whole, and what has many characters or lines begins, says its size and unfolds", () => {
  expect(drawn("Too many wait\nsince Monday")).not.toContain("button");
  for (const [text, size] of [
    ["line\n".repeat(300), /3\d\d\slines/],
    ["x".repeat(1_500), /1,500\scharacters/],
  ] as const) {
    const html = drawn(text);
    expect(html.length).toBeLessThan(1_500);
    expect(html).toMatch(size);
    expect(html).toContain('aria-expanded="false"');
  }
});
