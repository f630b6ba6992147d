import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const folders = ["app", "components", "lib", "scripts", "prisma/seed", "e2e", "packages"];

interface Source {
  path: string;
  text: string;
}

function sourcesIn(folder: string): Source[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ["node_modules", "dist", "generated"].includes(entry.name) ? [] : sourcesIn(path);
    return /\.(ts|tsx|mjs|css|sql)$/.test(entry.name)
      ? [{ path: relative(root, path), text: readFileSync(path, "utf8") }]
      : [];
  });
}

const sources = folders
  .flatMap((folder) => sourcesIn(join(root, folder)))
  .filter(({ path }) => !path.endsWith("house-rules.test.ts"));
const shipped = sources.filter(({ path }) => /^(app|components|lib)\//.test(path) && !/\.test\.tsx?$/.test(path));

/** Where the pattern occurs. A line's end is a blank like any other: the formatter breaks lines where it likes. */
function offences(files: Source[], pattern: RegExp): string[] {
  const everywhere = new RegExp(pattern.source, "gm");
  return files.flatMap(({ path, text }) =>
    [...text.matchAll(everywhere)].map(({ index, 0: found }) => {
      const line = text.slice(0, index).split("\n").length;
      return `${path}:${line} ${found.replace(/\s+/g, " ").trim().slice(0, 120)}`;
    }),
  );
}

describe("the house rules", () => {
  test("there are files to check", () => {
    expect(shipped.length).toBeGreaterThan(50);
  });

  test("links are built by lib/platform/routes.ts, never written by hand", () => {
    const links = shipped.filter(({ path }) => path !== "lib/platform/routes.ts");
    expect(offences(links, /\bhref=(\{?\s*["'`])\/(?!\/)/)).toEqual([]);
    expect(offences(links, /\b(router\.(push|replace|prefetch)|redirect)\((\s*["'`])\//)).toEqual([]);
  });

  test("no file is longer than 400 lines without a reason on its first line", () => {
    const long = sources
      .map(({ path, text }) => ({ path, lines: text.split("\n").length - 1, first: text.slice(0, text.indexOf("\n")) }))
      .filter(({ lines, first }) => lines > 400 && !/long because/i.test(first));
    expect(long.map(({ path, lines }) => `${path}: ${lines} lines`)).toEqual([]);
  });

  test("every control change goes through the one that withdraws what it takes the basis of", () => {
    const others = shipped.filter(({ path }) => path !== "lib/pending/control-change.service.ts");
    expect(
      offences(others, /import [^;]*([cC]ontrolChange|moveEpoch)\b[^;]*from "@\/lib\/platform\/db\/transactions"/),
    ).toEqual([]);
  });

  test("every transaction is one that does after its commit what it was asked to", () => {
    expect(
      offences(
        shipped.filter(({ path }) => path !== "lib/platform/db/transactions.ts"),
        /\$transaction\(/,
      ),
    ).toEqual([]);
  });

  test("what the log records is told by recording it; only what it does not record is told by hand", () => {
    const allowed =
      /^lib\/(audit\/announce|platform\/events\/(bus|listener)|approvals\/presence\.service|pending\/set-aside\.service|jobs\/lease\.service)\.ts$/;
    expect(
      offences(
        shipped.filter(({ path }) => !allowed.test(path)),
        /\bpublish\(|import [^;]*\bpublish\b[^;]*events\/bus"/,
      ),
    ).toEqual([]);
    expect(
      offences(
        shipped.filter(({ path }) => !/^lib\/audit\//.test(path)),
        /\bnudgeSequencer\b/,
      ),
    ).toEqual([]);
  });

  test("what an action does is told in the words that it was asked in, never as it was kept", () => {
    // The search looks through what was kept; the others make it anew, or read the catalog's.
    const allowed =
      /^lib\/(actions\/(action|action-list|action-narrowing|asked-words)\.views|catalog\/catalog\.rules)\.ts$/;
    const readers = shipped.filter(({ path }) => path.startsWith("lib/"));
    const kept = /\ba\.sentence\b|\bSELECT\b.*[ (]sentence\b|\bsentence: true\b|\btoAction\(/;
    expect(
      offences(
        readers.filter(({ path }) => allowed.test(path)),
        kept,
      ).length,
    ).toBeGreaterThan(3);
    expect(
      offences(
        readers.filter(({ path }) => !allowed.test(path)),
        kept,
      ),
    ).toEqual([]);
  });

  test("popups leave the frame's bar free, where STOP is", () => {
    const placed = shipped.filter(({ text }) => /\.Positioner\b/.test(text));
    expect(placed.length).toBeGreaterThan(3);
    expect(offences(placed, /<\w+\.Positioner\b(?![^>]*\{\.\.\.popupPlace\(\)\})/)).toEqual([]);
    expect(
      offences(
        shipped.filter(({ path }) => path !== "components/ui/popup-place.ts"),
        /\bcollision(Padding|Boundary|Avoidance)=/,
      ),
    ).toEqual([]);
  });

  test("what takes turns as a route does so in a page too", () => {
    // The page of one thing searches for nothing.
    const pages = shipped.filter(({ path }) => path.endsWith("page.tsx") && !path.includes("["));
    const reads = /\b(listActions|listAgents|listRuns|listPeople|listActionTypes|searchEntries|readBoard)\(/;
    expect(pages.filter(({ text }) => reads.test(text)).length).toBeGreaterThan(4);
    expect(offences(pages, new RegExp(`(?<!\\b(listRead|heavyRead)\\([^;]*)${reads.source}`))).toEqual([]);
  });

  test("a field has the keyboard at once: a form's setFocus gives it a moment later, and what is typed by then is lost", () => {
    expect(offences(shipped, /\bsetFocus\b/)).toEqual([]);
  });

  test("nothing is left to be done later", () => {
    expect(offences(sources, /\b(TODO|FIXME|XXX|HACK)\b/)).toEqual([]);
  });

  test("no check is switched off", () => {
    expect(offences(sources, /eslint-disable|@ts-(ignore|expect-error|nocheck)|depcruise-disable/)).toEqual([]);
    expect(offences(sources, /\b(test|it|describe)\.(skip|only|todo|fixme)\b/)).toEqual([]);
  });

  test("no file is called after nothing in particular", () => {
    expect(
      sources
        .filter(({ path }) => /(^|\/)(utils?|helpers?|misc)(\.[a-z]+)?$/.test(path.replace(/\.tsx?$/, "")))
        .map(({ path }) => path),
    ).toEqual([]);
  });

  test("no file catches an error and drops it in silence", () => {
    const silent = sources.filter(({ text }) => /catch\s*(\([^)]*\))?\s*\{\s*\}/.test(text));
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  test("a default export appears only where the framework asks for one", () => {
    const allowed = /^(app\/|e2e\/|.*\.config\.ts$|scripts\/vitest\/)/;
    expect(
      offences(
        sources.filter(({ path }) => !allowed.test(path)),
        /^export default\b/,
      ),
    ).toEqual([]);
  });

  test("only lib/platform/env.ts reads the environment of the running product", () => {
    const readers = shipped.filter(({ path }) => path !== "lib/platform/env.ts" && !path.includes("/testing/"));
    expect(offences(readers, /\bprocess\.env\b/)).toEqual([]);
  });
});
