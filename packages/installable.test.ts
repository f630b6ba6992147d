/** What others install: packed as npm would pack it, installed into an empty folder far from here, without a network, and used by plain Node. */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ContractServer } from "./sdk/contract.server.ts";

const run = promisify(execFile);
const root = path.join(import.meta.dirname, "..");
// Programs are started and compilers run: on a busy machine each takes its time, and only what never comes is a failure.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });
let folder: string;

/** Runs a module of this text in the empty folder and gives what it printed. */
async function node(text: string): Promise<string> {
  const file = path.join(folder, `${crypto.randomUUID()}.mjs`);
  await writeFile(file, text);
  return (await run(process.execPath, [file], { cwd: folder })).stdout.trim();
}

interface Manifest {
  version: string;
  license: string;
  engines: { node: string };
  exports: Record<string, unknown>;
}

async function json<T>(...where: string[]): Promise<T> {
  return JSON.parse(await readFile(path.join(...where), "utf8")) as T;
}

const manifest = (...where: string[]) => json<Manifest>(...where, "package.json");

/** The files that the documented command makes, of a checkout in which nothing was built. */
async function packed(): Promise<string[]> {
  await rm(path.join(root, "packages", "sdk", "dist"), { recursive: true, force: true });
  await run("npm", ["run", "--silent", "pack", "--", "--silent", "--pack-destination", folder], { cwd: root });
  return (await readdir(folder)).filter((file) => file.endsWith(".tgz")).map((file) => `./${file}`);
}

/** What the compiler says of a module of this text, in the empty folder, with everything strict. */
async function faults(text: string): Promise<string[]> {
  const options = [
    "--noEmit",
    "--strict",
    "--module",
    "nodenext",
    "--target",
    "es2023",
    "--lib",
    "es2023,dom,dom.iterable",
    "--skipLibCheck",
    "false",
    "--pretty",
    "false",
  ];
  await writeFile(path.join(folder, "typed.mts"), text);
  const checking = run(
    process.execPath,
    [path.join(root, "node_modules", "typescript", "bin", "tsc"), ...options, "typed.mts"],
    { cwd: folder },
  );
  const said = await checking.then(
    ({ stdout }) => stdout,
    (error: { stdout: string }) => error.stdout,
  );
  return said.split("\n").filter((line) => line.includes("error TS"));
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "signalbox-installed-"));
  await writeFile(
    path.join(folder, "package.json"),
    JSON.stringify({ name: "elsewhere", private: true, type: "module" }),
  );
  const files = await packed();
  expect(files).toHaveLength(2);
  await run("npm", ["install", "--offline", "--no-audit", "--no-fund", ...files], { cwd: folder });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("what is installed", () => {
  it.each(["@signalbox/sdk", "signalbox-verify"])(
    "%s follows the product's version, licence and engines, and brings its licence's text and a README",
    async (name) => {
      const product = await manifest(root);
      const installed = path.join(folder, "node_modules", name);
      expect(await manifest(installed)).toMatchObject({
        name,
        version: product.version,
        license: product.license,
        engines: product.engines,
      });
      expect(await readFile(path.join(installed, "LICENSE"), "utf8")).toBe(
        await readFile(path.join(root, "LICENSE"), "utf8"),
      );
      expect((await readFile(path.join(installed, "README.md"), "utf8")).length).toBeGreaterThan(500);
    },
  );

  it("is built: no TypeScript that Node refuses, and every piece of code with its types and a source map that holds the source", async () => {
    const dist = path.join(folder, "node_modules", "@signalbox", "sdk", "dist");
    const files = await readdir(dist);
    const code = files.filter((file) => file.endsWith(".js"));
    expect(code.length).toBeGreaterThan(5);
    expect(
      files.filter((file) => !/\.(js|d\.ts|js\.map)$/.test(file) || /\.test\.|contract\.server/.test(file)),
    ).toEqual([]);
    for (const file of code) {
      expect(files).toContain(file.replace(/js$/, "d.ts"));
      const map = await json<{ sources: string[]; sourcesContent: string[] }>(dist, `${file}.map`);
      expect(map.sourcesContent).toEqual([
        await readFile(path.join(root, "packages", "sdk", file.replace(/js$/, "ts")), "utf8"),
      ]);
    }
    expect((await readdir(path.join(dist, ".."))).sort()).toEqual(["LICENSE", "README.md", "dist", "package.json"]);
  });
});

describe("the client in an empty folder", () => {
  /** Asks, runs and reports against a server of the contract, and prints what was run. */
  const program = (from: string, baseUrl: string) => `
    import { Signalbox } from ${JSON.stringify(from)};
    import { SignalboxError } from "@signalbox/sdk/errors";
    const signalbox = new Signalbox({ baseUrl: ${JSON.stringify(baseUrl)}, apiKey: "sbx_test" });
    console.log(JSON.stringify(await signalbox.guarded({ action: "pay", parameters: { amount: 12 } }, ({ amount }) => amount + 1)));
    const refused = await signalbox.ask({ action: "invalid", parameters: {} }).catch((error) => error);
    console.log(refused instanceof SignalboxError, refused.code);`;
  const printed = "13\ntrue invalid_parameters";
  let server: ContractServer;
  beforeAll(async () => {
    server = await new ContractServer().start();
    server.judge = (action) => server.approve(action);
  });
  afterAll(() => server.stop());

  it("is imported and works in plain Node", async () => {
    expect(await node(program("@signalbox/sdk", server.baseUrl))).toBe(printed);
    expect(server.asked("pay").outcome).toEqual({ status: "succeeded", result: 13 });
  });

  it("is bundled into one file that needs nothing else", async () => {
    await writeFile(path.join(folder, "entry.mjs"), program("@signalbox/sdk", server.baseUrl));
    const outfile = path.join(folder, "bundled", "bundle.mjs");
    await build({
      entryPoints: [path.join(folder, "entry.mjs")],
      absWorkingDir: folder,
      bundle: true,
      platform: "node",
      format: "esm",
      outfile,
      logLevel: "silent",
    });
    const alone = await mkdtemp(path.join(tmpdir(), "signalbox-bundled-"));
    const file = path.join(alone, "bundle.mjs");
    await writeFile(file, await readFile(outfile));
    expect((await run(process.execPath, [file])).stdout.trim()).toBe(printed);
    await rm(alone, { recursive: true });
  });

  it("has types that a strict program is checked against, declarations included", async () => {
    const program = (asked: string) => `import { Signalbox, type GuardedOptions } from "@signalbox/sdk";
      import { describeRefusal } from "@signalbox/sdk/errors";
      import type { Action } from "@signalbox/sdk/types";
      const options: GuardedOptions = { timeoutSeconds: 3 };
      export const said = async (signalbox: Signalbox): Promise<string> => describeRefusal((await signalbox.ask(${asked}, options)) satisfies Action);`;
    expect(await faults(program('{ action: "pay", parameters: {} }'))).toEqual([]);
    expect(await faults(program('{ action: "pay" }'))).toEqual([
      expect.stringContaining("to parameter of type 'ActionRequest'"),
    ]);
  });

  it("is imported whole, beside the frameworks that it adapts to", async () => {
    const entries = Object.keys((await manifest(folder, "node_modules", "@signalbox", "sdk")).exports);
    const modules = entries
      .filter((entry) => !entry.endsWith(".json"))
      .map((entry) => entry.replace(/^\./, "@signalbox/sdk"));
    const importing = (names: string[]) =>
      node(
        names
          .map(
            (name) =>
              `console.log(${JSON.stringify(name)}, Object.keys(await import(${JSON.stringify(name)})).length > 0);`,
          )
          .join("\n"),
      );
    const needy = ["@signalbox/sdk/langchain", "@signalbox/sdk/scripted-model"];
    for (const name of needy) await expect(importing([name])).rejects.toThrow(/Cannot find package '@?langchain/);
    await mkdir(path.join(folder, "node_modules", "@langchain"));
    for (const name of ["langchain", "zod", "@langchain/core", "@langchain/langgraph"])
      await symlink(path.join(root, "node_modules", name), path.join(folder, "node_modules", name));
    const lines = (await importing(modules)).split("\n");
    // Types are gone when a program runs: that module is empty, and still there.
    expect(lines).toEqual(modules.map((name) => `${name} ${name !== "@signalbox/sdk/types"}`));
  });
});

describe("the verifier in an empty folder", () => {
  it("is imported, bundled and run", async () => {
    const program = `import { run } from "signalbox-verify"; const said = []; const io = { out: (line) => said.push(line), err: (line) => said.push(line) };
      console.log(await run(["missing.signalbox-log", "--key", "none"], io), said.length > 0);`;
    expect(await node(program)).toBe("2 true");
    await writeFile(path.join(folder, "verify.mjs"), program);
    const outfile = path.join(folder, "bundled", "verify.mjs");
    await build({
      entryPoints: [path.join(folder, "verify.mjs")],
      absWorkingDir: folder,
      bundle: true,
      platform: "node",
      format: "esm",
      outfile,
      logLevel: "silent",
    });
    expect((await run(process.execPath, [outfile])).stdout.trim()).toBe("2 true");
    const bin = path.join(folder, "node_modules", ".bin", "signalbox-verify");
    await expect(run(process.execPath, [bin, "missing.signalbox-log"])).rejects.toMatchObject({ code: 2 });
  });
});
