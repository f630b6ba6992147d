import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "./src/cli.mjs";
import { TestLog } from "./testing/test-log";

let directory = "";
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "signalbox-verify-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const target = path.join(directory, name);
  await writeFile(target, content);
  return target;
}

async function verify(...args: string[]): Promise<{ code: number; text: string }> {
  const lines: string[] = [];
  const code = await run(args, { out: (line) => lines.push(line), err: (line) => lines.push(line), env: {} });
  return { code, text: lines.join("\n") };
}

const log = new TestLog(23);
const entry = (index: number) => log.entries[index] as string;

describe("a proof file", () => {
  const check = async (proof: string, leaf: string | Uint8Array, key = log.vkey) =>
    verify(await file("p.tlog-proof", proof), "--entry", await file("p.entry", leaf), "--key", key);

  it("with its entry and the right key is proven, for every entry", async () => {
    for (let index = 0; index < log.entries.length; index += 1)
      expect((await check(log.proof(index), entry(index))).code, `${index}`).toBe(0);
  });

  it("says what it proves and what it does not", async () => {
    const { text } = await check(log.proof(4), entry(4));
    expect(text).toContain("number 4 of the log signalbox/ws_test");
    expect(text).toContain("NOT PROVEN BY THIS");
    expect(text).not.toContain("WHO signed it");
  });

  it("is not proven when any one character of it is changed", async () => {
    const proof = log.proof(11);
    for (let i = 0; i < proof.length; i += 1) {
      const changed = `${proof.slice(0, i)}${proof[i] === "A" ? "B" : "A"}${proof.slice(i + 1)}`;
      const { code } = await check(changed, entry(11));
      expect(code, `character ${i}`).toBe(1);
    }
  });

  it("is not proven when a line is removed or swapped, or the end is cut", async () => {
    const lines = log.proof(11).split("\n");
    for (let i = 0; i < lines.length - 1; i += 1) {
      const without = lines.filter((_, at) => at !== i).join("\n");
      const swapped = lines.map((line, at) => (at === i ? lines[i + 1] : at === i + 1 ? lines[i] : line)).join("\n");
      expect((await check(without, entry(11))).code, `without line ${i}`).toBe(1);
      expect((await check(swapped, entry(11))).code, `swapped at ${i}`).toBe(1);
    }
    for (const keep of [0.2, 0.5, 0.9])
      expect((await check(log.proof(11).slice(0, Math.floor(log.proof(11).length * keep)), entry(11))).code).toBe(1);
  });

  it("is not proven for an entry changed by one byte, or another entry", async () => {
    const bytes = new TextEncoder().encode(entry(11));
    for (let i = 0; i < bytes.length; i += 1) {
      const { code } = await check(
        log.proof(11),
        bytes.map((byte, at) => (at === i ? byte ^ 1 : byte)),
      );
      expect(code, `byte ${i}`).toBe(1);
    }
    expect((await check(log.proof(11), entry(12))).code).toBe(1);
    expect((await check(log.proof(11), `${entry(11)}\n`)).code).toBe(1);
  });

  it("is not proven under another log's key, not even one of the same name", async () => {
    const { code, text } = await check(log.proof(2), entry(2), new TestLog(1, { keyFill: 8 }).vkey);
    expect(code).toBe(1);
    expect(text).toContain("not signed by the key");
  });

  it("is not checked at all without a key, an entry or a readable key", async () => {
    const proof = await file("q.tlog-proof", log.proof(0));
    const leaf = await file("q.entry", entry(0));
    expect((await verify(proof, "--entry", leaf)).code).toBe(2);
    expect((await verify(proof, "--key", log.vkey)).code).toBe(2);
    expect((await verify(proof, "--entry", leaf, "--key", log.vkey.replace(/\+.{8}\+/, "+00000000+"))).code).toBe(2);
    expect((await verify(proof, "--entry", path.join(directory, "missing"), "--key", log.vkey)).code).toBe(2);
  });
});

describe("an exported log", () => {
  const check = async (lines: string[], ...args: string[]) =>
    verify(await file("l.signalbox-log", `${lines.join("\n")}\n`), ...args);
  const sizes = [1, 8, 13, 23];

  it("is proven whole, with all its checkpoints", async () => {
    const { code, text } = await check(log.bundleLines(sizes), "--key", log.vkey);
    expect(text).toContain("All 23 entries");
    expect(text).toContain("4 checkpoints");
    expect(code).toBe(0);
  });

  it("checked with its own key says that this does not show who signed", async () => {
    const { code, text } = await check(log.bundleLines());
    expect(code).toBe(0);
    expect(text).toContain("WHO signed it");
  });

  it("is not proven when any line is changed, removed, doubled or swapped", async () => {
    const lines = log.bundleLines(sizes);
    for (let i = 0; i < lines.length; i += 1) {
      const line = lines[i] as string;
      const variants = {
        changed: lines.with(i, `${line.slice(0, -6)}${line.at(-6) === "x" ? "y" : "x"}${line.slice(-5)}`),
        removed: lines.toSpliced(i, 1),
        doubled: lines.toSpliced(i, 0, line),
        swapped: i + 1 < lines.length ? lines.toSpliced(i, 2, lines[i + 1] as string, line) : [],
        blank: lines.toSpliced(i, 0, ""),
      };
      for (const [how, variant] of Object.entries(variants)) {
        // Leaving out or repeating a checkpoint in the middle takes no evidence away: the entries are still met by the later ones.
        const isHarmless =
          line.startsWith("checkpoint") && (how === "doubled" || (how === "removed" && i < lines.length - 1));
        expect((await check(variant, "--key", log.vkey)).code, `line ${i} ${how}`).toBe(isHarmless ? 0 : 1);
      }
    }
  });

  it("is not proven when its end was cut, with or without a clean line end", async () => {
    const whole = `${log.bundleLines(sizes).join("\n")}\n`;
    for (let keep = whole.length - 1; keep > 0; keep -= 37) {
      expect(
        (await verify(await file("cut.signalbox-log", whole.slice(0, keep)), "--key", log.vkey)).code,
        `${keep} kept`,
      ).toBe(1);
    }
  });

  it("with its newest entries and checkpoint taken away is found by a checkpoint kept from earlier", async () => {
    const since = await file("kept", log.checkpoint(23));
    const shorter = log.bundleLines(sizes).slice(0, -11);
    expect(shorter.at(-1)?.startsWith("checkpoint")).toBe(true);
    expect((await check(shorter, "--key", log.vkey)).code).toBe(0);
    const { code, text } = await check(shorter, "--key", log.vkey, "--since", since);
    expect(code).toBe(1);
    expect(text).toContain("removed from its end");
  });

  it("that was rewritten and signed anew by its owner is found by a checkpoint kept from earlier", async () => {
    const rewritten = new TestLog(30, { word: "other" });
    expect((await check(rewritten.bundleLines(), "--key", log.vkey)).code).toBe(0);
    const { code, text } = await check(
      rewritten.bundleLines(),
      "--key",
      log.vkey,
      "--since",
      await file("kept", log.checkpoint(13)),
    );
    expect(code).toBe(1);
    expect(text).toContain("rewritten");
  });

  it("that still begins as it did is proven to do so", async () => {
    const { code, text } = await check(
      log.bundleLines(),
      "--key",
      log.vkey,
      "--since",
      await file("kept", log.checkpoint(13)),
    );
    expect(code).toBe(0);
    expect(text).toContain("still begins with the 13 entries");
  });

  it("of another key is not proven", async () => {
    expect((await check(log.bundleLines(), "--key", new TestLog(1, { keyFill: 8 }).vkey)).code).toBe(1);
  });

  it("that changed its key is proven with both keys, and with one of them only as far as that goes", async () => {
    const older = new TestLog(1, { keyFill: 8 });
    const lines = log.bundleLines([13, 23]);
    const at = lines.findIndex((line) => line.startsWith("checkpoint"));
    const rotated = lines
      .with(at, `checkpoint ${Buffer.from(log.checkpointBy(older, 13)).toString("base64")}`)
      .toSpliced(2, 0, `key ${older.vkey}`);
    expect((await check(rotated)).code).toBe(0);
    expect((await check(rotated, "--key", log.vkey, "--key", older.vkey)).code).toBe(0);
    expect((await check(rotated, "--key", await file("both", `${log.vkey}\n${older.vkey}\n`))).code).toBe(0);
    const { code, text } = await check(rotated, "--key", log.vkey);
    expect(code).toBe(1);
    expect(text).toContain("but by another key");
    expect((await check(rotated, "--key", older.vkey)).code).toBe(1);
  });

  it("of 100,000 entries is checked whole", { timeout: 60_000 }, async () => {
    const long = new TestLog(100_000);
    const target = await file("long.signalbox-log", `${long.bundleLines([50_000, 100_000]).join("\n")}\n`);
    expect((await verify(target, "--key", long.vkey)).code).toBe(0);
  });
});

describe("the command", () => {
  const command = promisify(execFile);
  const bin = path.join(import.meta.dirname, "bin", "signalbox-verify.mjs");

  it("runs by itself and answers with its exit code", async () => {
    const proof = await file("c.tlog-proof", log.proof(1));
    const args = [bin, proof, "--key", await file("c.vkey", `${log.vkey}\n`), "--entry"];
    const { stdout } = await command(process.execPath, [...args, await file("c.entry", entry(1))]);
    expect(stdout).toContain("PROVEN");
    await expect(command(process.execPath, [...args, await file("d.entry", entry(2))])).rejects.toMatchObject({
      code: 1,
    });
    await expect(command(process.execPath, [bin, "nowhere"])).rejects.toMatchObject({ code: 2 });
  });

  it("answers in JSON when asked", async () => {
    const bundle = await file("j.signalbox-log", `${log.bundleLines().join("\n")}\n`);
    const good = await verify(bundle, "--key", log.vkey, "--json");
    expect(JSON.parse(good.text)).toMatchObject({ proven: true, isKeyFromSource: false, entries: 23, size: 23 });
    const bad = await verify(await file("k", "signalbox-log@v1\n"), "--json");
    expect(JSON.parse(bad.text)).toMatchObject({ proven: false, isChecked: true });
  });

  it("calls a file of neither kind not proven, and explains itself without arguments", async () => {
    expect((await verify(await file("n", "hello\n"))).code).toBe(1);
    expect((await verify()).code).toBe(2);
    expect((await verify("--nonsense")).code).toBe(2);
    const help = await verify("--help");
    expect(help.code).toBe(0);
    expect(help.text).toContain("Exit code");
  });
});
