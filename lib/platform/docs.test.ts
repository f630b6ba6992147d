import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const root = new URL("../../", import.meta.url);
const folder = new URL("docs/decisions/", root);
const records = readdirSync(folder)
  .filter((file) => file !== "README.md")
  .toSorted();
const read = (file: string) => readFileSync(new URL(file, folder), "utf8");
const rows = [...read("README.md").matchAll(/^\| \[(.+)\]\(([\w-]+\.md)\) \| (.+) \|$/gmu)].map(
  ([, title, file, line]) => ({ title, file, line }),
);

test("the index of decisions has one line for every record, in their order", () => {
  expect(records.length).toBeGreaterThan(50);
  expect(rows.map(({ file }) => file)).toEqual(records);
});

test.each(rows)("$file is indexed under its own title, with a sentence of its own", ({ title, file, line }) => {
  const heading = /^# (?:\d{4}-\d\d-\d\d · )?(.+)$/mu.exec(read(file!))?.[1];
  expect(title).toBe(heading);
  expect(line).toMatch(/^.{20,120}\.$/u);
});

const texts = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  "docs/architecture.md",
  "docs/benchmarks.md",
  "docs/glossary.md",
  "docs/decisions/README.md",
];

test.each(texts)("%s links to files that are there", (text) => {
  const at = new URL(text, root);
  const links = [...readFileSync(at, "utf8").matchAll(/\]\((?!https?:|#)(?:<([^>]+)>|([^)#\s]+))/gu)].map(
    ([, angled, plain]) => angled ?? plain!,
  );
  expect(links.filter((link) => !existsSync(new URL(encodeURI(link), at)))).toEqual([]);
});

test("CONTRIBUTING names files and commands that exist", () => {
  const text = readFileSync(new URL("CONTRIBUTING.md", root), "utf8");
  const { scripts } = JSON.parse(readFileSync(new URL("package.json", root), "utf8")) as {
    scripts: Record<string, string>;
  };
  const commands = [...text.matchAll(/`npm (?:run )?([\w:]+)/gu)]
    .map(([, name]) => name!)
    .filter((name) => name !== "ci");
  expect(commands.length).toBeGreaterThan(5);
  expect(commands.filter((name) => !(name in scripts))).toEqual([]);
  const paths = [...text.matchAll(/(?<=[` ])(?:app|components|docs|e2e|lib|prisma|scripts)\/[\w()/.-]+(?=`)/gu)].map(
    ([path]) => path,
  );
  expect(paths.length).toBeGreaterThan(8);
  expect(paths.filter((path) => !existsSync(new URL(encodeURI(path), root)))).toEqual([]);
});
