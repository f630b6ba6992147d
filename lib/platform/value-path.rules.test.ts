import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pathText, type ValuePath } from "./value-path.rules";

/** Reads a written path as a person would: steps one after the other, nothing left over. */
function readPath(text: string): ValuePath {
  const steps: (string | number)[] = [];
  let rest = text === "" || text.startsWith("[") ? text : `.${text}`;
  while (rest !== "") {
    const found = /^(?:\.(?<name>[\w$-]+)|\[(?<at>\d+)\]|\[(?<quoted>"(?:[^"\\]|\\.)*")\])/u.exec(rest);
    if (!found?.groups) throw new Error(`cannot be read: ${rest}`);
    const { name, at, quoted } = found.groups;
    steps.push(name ?? (at === undefined ? (JSON.parse(quoted ?? "") as string) : Number(at)));
    rest = rest.slice(found[0].length);
  }
  return steps;
}

const tricky = fc.constantFrom(
  "",
  ".",
  "a.b",
  "[0]",
  "0",
  '"',
  "\\",
  "]",
  '["a"]',
  "__proto__",
  "constructor",
  " a",
  "a\nb",
  "\u202e",
  "ф",
);
const path = fc.array(fc.oneof(fc.string(), tricky, fc.nat(50)), { maxLength: 6 });

describe("a path in writing", () => {
  it("uses dots where they are plain, and quotes everything else", () => {
    expect(pathText(["rules", 0, "port"])).toBe("rules[0].port");
    expect(pathText(["to.account"])).toBe('["to.account"]');
    expect(pathText(["to", "account"])).toBe("to.account");
    expect(pathText([""])).toBe('[""]');
    expect(pathText(["0"])).toBe('["0"]');
    expect(pathText([])).toBe("");
  });

  it("is read back as the path that it was made from, whatever the names are: no two paths are written alike", () => {
    fc.assert(
      fc.property(path, (steps) => {
        expect(readPath(pathText(steps))).toEqual(steps);
      }),
      { numRuns: 2_000 },
    );
  });
});
