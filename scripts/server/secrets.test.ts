import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { authSecret } from "./secrets";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "signalbox-secret-"));
  vi.stubEnv("AUTH_SECRET", "");
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test("a secret made at the first start is kept, for its owner only", () => {
  const secret = authSecret(folder);
  expect(Buffer.from(secret, "base64url")).toHaveLength(32);
  expect(authSecret(folder)).toBe(secret);
  expect(readdirSync(folder)).toEqual(["auth-secret"]);
  expect(statSync(join(folder, "auth-secret")).mode & 0o777).toBe(0o600);
});

test("two installations have different secrets", () => {
  const other = mkdtempSync(join(tmpdir(), "signalbox-secret-"));
  expect(authSecret(other)).not.toBe(authSecret(folder));
  rmSync(other, { recursive: true });
});

test("a secret given in AUTH_SECRET is used, and not written down", () => {
  vi.stubEnv("AUTH_SECRET", "given-by-the-operator");
  expect(authSecret(folder)).toBe("given-by-the-operator");
  expect(readdirSync(folder)).toEqual([]);
});
