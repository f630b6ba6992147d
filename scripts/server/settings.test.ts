import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makePrivateFolder } from "../paths";
import { checkDataFolder, folderFault, startSettings } from "./settings";

const given = (settings: Record<string, string> = {}) => startSettings({ NODE_ENV: "test", ...settings });

describe("the settings of a start", () => {
  it("are complete when nothing is set", () => {
    expect(given()).toEqual({ port: 3000, host: "127.0.0.1", url: "http://localhost:3000", demo: true, poolSize: 26 });
  });

  it("take the port into the address where none is given", () => {
    expect(given({ PORT: "4340", SIGNALBOX_DEMO: "0" })).toMatchObject({
      port: 4340,
      url: "http://localhost:4340",
      demo: false,
    });
    expect(given({ SIGNALBOX_URL: "https://signalbox.example" }).url).toBe("https://signalbox.example");
  });

  it.each([
    [
      "SIGNALBOX_URL",
      "localhost:4340",
      "SIGNALBOX_URL: is no whole address: write the scheme too, as in http://localhost:4340",
    ],
    ["NEXTAUTH_URL", "localhost:4340", "SIGNALBOX_URL: is no whole address"],
    ["SIGNALBOX_URL", "https://proxy.example/signalbox", "served from the top of a host name only"],
    ["PORT", "70000", "PORT: is no port"],
    ["HOST", "http://0.0.0.0", "HOST: is no address to listen on"],
    ["DATABASE_URL", "localhost/signalbox", "DATABASE_URL: is no address of a PostgreSQL"],
    ["SIGNALBOX_METRICS_TOKEN", "short", "SIGNALBOX_METRICS_TOKEN: has fewer than 16 characters"],
    ["AUTH_SECRET", "short", "AUTH_SECRET: has fewer than 16 characters"],
    ["SIGNALBOX_AUDIT_KEY", "x", "SIGNALBOX_AUDIT_KEY: is no Ed25519 key"],
    ["SIGNALBOX_OIDC", "[", "SIGNALBOX_OIDC: is not JSON"],
  ])("end it for %s=%s, before anything is done", (name, value, words) => {
    expect(() => given({ [name]: value })).toThrow(words);
  });

  it("tell every fault at once", () => {
    expect(() => given({ HOST: "a b", PORT: "x", SIGNALBOX_URL: "x" })).toThrow(/HOST: .*SIGNALBOX_URL: .*PORT: /s);
  });
});

describe("a data folder", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "signalbox-folder-"));
  });
  afterAll(() => {
    chmodSync(folder, 0o700);
    rmSync(folder, { recursive: true });
  });

  it("that can be written passes, and nothing is left in it", () => {
    expect(() => checkDataFolder(folder)).not.toThrow();
    expect(readdirSync(folder)).toEqual([]);
  });

  it("where none can be made ends the start instead of hanging it", () => {
    expect(() => makePrivateFolder("/proc/signalbox/data")).toThrow(/ENOENT|EACCES|EROFS|EPERM|ENOTSUP/);
  });

  it("is made with everything above it", () => {
    const deep = join(folder, "a", "b");
    expect(makePrivateFolder(makePrivateFolder(deep))).toBe(deep);
    rmSync(join(folder, "a"), { recursive: true });
  });

  it("that is a file does not pass", () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    expect(() => checkDataFolder(file)).toThrow(
      `Signalbox cannot write to its data folder ${file}: a part of this path is a file`,
    );
  });

  it.each([
    ["ENOSPC", "the disk is full"],
    ["EROFS", "mounted for reading only"],
    ["EACCES", "this account may not write there"],
  ])("that fails with %s says what is in the way", (code, words) => {
    expect(folderFault("/data", Object.assign(new Error(code), { code }))).toContain(words);
  });
});
