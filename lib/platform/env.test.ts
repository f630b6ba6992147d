import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readEnvironment } from "./env";

const needed = { DATABASE_URL: "postgresql://localhost/signalbox", NODE_ENV: "production" } as const;
const pem = (type: "ed25519" | "x25519") =>
  generateKeyPairSync(type as "ed25519")
    .privateKey.export({ type: "pkcs8", format: "pem" })
    .toString();

describe("the settings", () => {
  it("are complete with a database alone, and empty ones count as not given", () => {
    const empty = {
      AUTH_SECRET: "",
      NEXTAUTH_URL: "",
      PORT: "",
      SIGNALBOX_OIDC: "",
      SIGNALBOX_AUDIT_KEY: "",
      SIGNALBOX_DEMO: "",
      SIGNALBOX_DB_POOL: "",
      SIGNALBOX_LOG_LEVEL: "",
    };
    expect(readEnvironment({ ...needed, ...empty })).toEqual(readEnvironment(needed));
  });

  it("take a signing key whose line breaks are written as \\n", () => {
    expect(() =>
      readEnvironment({ ...needed, SIGNALBOX_AUDIT_KEY: pem("ed25519").replaceAll("\n", "\\n") }),
    ).not.toThrow();
  });

  it.each([
    ["DATABASE_URL", "", "DATABASE_URL: "],
    ["DATABASE_URL", "localhost:5432/signalbox", "DATABASE_URL: is no address of a PostgreSQL"],
    ["DATABASE_URL", "mysql://localhost/signalbox", "DATABASE_URL: is no address of a PostgreSQL"],
    ["AUTH_SECRET", "short", "AUTH_SECRET: has fewer than 16 characters"],
    ["NEXTAUTH_URL", "localhost:4340", "SIGNALBOX_URL: is no whole address"],
    ["NEXTAUTH_URL", "https://proxy.example/signalbox", "SIGNALBOX_URL: has something after the host"],
    ["PORT", "0", "PORT: is no port"],
    ["PORT", "70000", "PORT: is no port"],
    ["PORT", "3e3", "PORT: is no port"],
    ["PORT", "http", "PORT: is no port"],
    ["SIGNALBOX_AUDIT_KEY", "not a key", "SIGNALBOX_AUDIT_KEY: is no Ed25519 key"],
    ["SIGNALBOX_AUDIT_KEY", pem("x25519"), "SIGNALBOX_AUDIT_KEY: is no Ed25519 key"],
    ["SIGNALBOX_ORIGIN", "Signalbox Example", "SIGNALBOX_ORIGIN: "],
    ["SIGNALBOX_OIDC", "{", "SIGNALBOX_OIDC: is not JSON"],
    ["SIGNALBOX_OIDC", '[{ "id": "corp" }]', "SIGNALBOX_OIDC.0.issuer: "],
    ["SIGNALBOX_DEMO", "yes", "SIGNALBOX_DEMO: "],
    ["SIGNALBOX_DB_POOL", "1", "SIGNALBOX_DB_POOL: "],
    ["SIGNALBOX_DB_POOL", "many", "SIGNALBOX_DB_POOL: "],
    ["SIGNALBOX_LOG_LEVEL", "loud", "SIGNALBOX_LOG_LEVEL: "],
    ["SIGNALBOX_RATE_PER_MINUTE", "-1", "SIGNALBOX_RATE_PER_MINUTE: "],
  ])("refuse %s=%j, by name", (name, value, words) => {
    expect(() => readEnvironment({ ...needed, [name]: value })).toThrow(words);
  });

  it("tell every fault at once, a line each", () => {
    expect(() => readEnvironment({ ...needed, PORT: "x", SIGNALBOX_DEMO: "x" })).toThrow(
      /^SIGNALBOX_DEMO: .*\nPORT: .*$/,
    );
  });
});
