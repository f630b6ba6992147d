import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { repositoryRoot } from "../paths";
import { sources } from "./build";

const text = (name: string) => readFileSync(join(repositoryRoot, name), "utf8");

/** The instructions of the Dockerfile, continued lines joined, comments left out. */
const instructions = text("Dockerfile")
  .replaceAll(/\\\n\s*/g, "")
  .split("\n")
  .filter((line) => line.trim() !== "" && !line.startsWith("#"))
  .map((line) => {
    const [name = "", ...rest] = line.split(" ");
    return { name, rest: rest.join(" ") };
  });
const restOf = (name: string) => instructions.filter((i) => i.name === name).map((i) => i.rest);
const lastStage = instructions.slice(instructions.findLastIndex((i) => i.name === "FROM"));
const scripts = (JSON.parse(text("package.json")) as { scripts: Record<string, string>; engines: { node: string } })
  .scripts;

describe("the container image", () => {
  it("is made of instructions that exist, in two stages", () => {
    const known = ["FROM", "WORKDIR", "ENV", "COPY", "RUN", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "CMD"];
    expect(instructions.map((i) => i.name).filter((name) => !known.includes(name))).toEqual([]);
    expect(restOf("FROM")).toEqual([
      expect.stringMatching(/^node:22-\S+ AS build$/),
      expect.stringMatching(/^node:22-\S+$/),
    ]);
  });

  it("copies only what the repository has", () => {
    const copied = restOf("COPY")
      .filter((rest) => !rest.startsWith("--from="))
      .flatMap((rest) => rest.split(" ").slice(0, -1));
    expect(copied).toContain("package-lock.json");
    expect(copied.filter((path) => !existsSync(join(repositoryRoot, path)))).toEqual([]);
  });

  it("runs only scripts that the package has", () => {
    const run = restOf("RUN").join(" && ");
    const named = [...run.matchAll(/npm run (\S+)/g)].map((match) => match[1] ?? "");
    expect(named).toContain("build");
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    expect(run).toContain("npm ci --omit=dev");
  });

  it("starts what npm start starts, as an ordinary user, and asks the health route that exists", () => {
    const command = JSON.parse(lastStage.find((i) => i.name === "CMD")?.rest ?? "[]") as string[];
    expect(`exec ${command.join(" ")}`).toBe(scripts["start"]);
    expect(lastStage.filter((i) => i.name === "USER").at(-1)?.rest).toBe("node");
    const check = lastStage.find((i) => i.name === "HEALTHCHECK")?.rest ?? "";
    const route = /\/api\/[a-z/]+/.exec(check)?.[0] ?? "none";
    expect(existsSync(join(repositoryRoot, "app", route, "route.ts"))).toBe(true);
  });

  it("is given every source of the build, and none of the secrets of a checkout", () => {
    const ignored = text(".dockerignore").split("\n").filter(Boolean);
    const covers = (path: string) => ignored.filter((pattern) => path === pattern || path.startsWith(`${pattern}/`));
    expect(
      [...sources, "scripts", "prisma/migrations", "prisma/sql", "prisma/seed", "tsconfig.json"].flatMap(covers),
    ).toEqual([]);
    expect(ignored).toEqual(expect.arrayContaining([".git", ".data", ".env", "**/node_modules"]));
  });
});

describe("the compose file", () => {
  const compose = text("compose.yaml");

  it("holds no password, and starts Signalbox once its database answers", () => {
    expect(compose).not.toMatch(/POSTGRES_PASSWORD: (?!\$\{POSTGRES_PASSWORD:\?)/);
    expect(compose).toMatch(
      /DATABASE_URL: postgresql:\/\/signalbox:\$\{POSTGRES_PASSWORD:\?[^}]+\}@database:5432\/signalbox/,
    );
    expect(compose).toMatch(/depends_on:\s+database:\s+condition: service_healthy/);
  });

  it("gives Signalbox only settings that it knows, keeps its data, and stays on this machine until told otherwise", () => {
    const guide = text("docs/guides/operations.md");
    const service = compose.slice(compose.indexOf("  signalbox:\n"));
    const settings = [...service.matchAll(/^ {6}([A-Z_]+): /gm)].map((match) => match[1] ?? "");
    expect(settings.length).toBeGreaterThan(2);
    expect(settings.filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
    expect(service).toContain("- data:/data");
    expect(service).toContain('- "127.0.0.1:3000:3000"');
  });
});
