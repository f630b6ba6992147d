import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { guideFile, guideLink, guideNames, guideOf, guideText } from "./guides.rules";

const root = new URL("../../", import.meta.url);
const files = [...readdirSync(new URL("docs/guides/", root)).map((file) => `docs/guides/${file}`), "docs/glossary.md"];
const read = (file: string) => readFileSync(new URL(file, root), "utf8");

describe("the guides", () => {
  it("are those of docs/guides, all of them, and the glossary", () => {
    expect(guideNames.map(guideFile).toSorted()).toEqual(files.toSorted());
  });

  it.each(files)("%s begins with a heading and says what it is about", (file) => {
    const { title, about, text } = guideText(read(file));
    expect(title.length).toBeLessThan(80);
    expect(about).not.toMatch(/[\n*`#]|\]\(/u);
    expect(text).not.toContain(`# ${title}`);
  });

  it.each(files)("%s links to nothing that has no address in the product, but files of the repository", (file) => {
    const hrefs = [...read(file).matchAll(/\]\(([^)\s]+)\)/gu)].map(([, href]) => href ?? "");
    expect(hrefs.filter((href) => guideLink(href) === null && !href.startsWith("../../"))).toEqual([]);
  });

  it("are found by the page they are about", () => {
    expect(guideOf("/approvals")).toBe("supervisor");
    expect(guideOf("/audit/17")).toBe("auditor");
    expect(guideOf("/auditing")).toBeUndefined();
    expect(guideOf("/account")).toBeUndefined();
  });

  it("lead to one another", () => {
    expect(guideLink("reliability.md")).toBe("/docs/reliability");
    expect(guideLink("auditor.md#the-digest")).toBe("/docs/auditor#the-digest");
    expect(guideLink("#the-digest")).toBe("#the-digest");
    expect(guideLink("../glossary.md#what-runs")).toBe("/docs/glossary#what-runs");
    expect(guideLink("../architecture.md")).toBeNull();
    expect(guideLink("../../packages/sdk/examples/langchain.ts")).toBeNull();
    expect(guideLink("javascript:alert(1)")).toBeNull();
  });
});
