import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pool } from "@/lib/platform/db/client";
import { startStack, type Stack } from "../testing/stack";
import { crashes } from "./crashes";
import { races } from "./races";
import { stops } from "./stops";

// A short round of each campaign of npm run soak, on two servers of the production build that share a database.
describe("two servers on one database", () => {
  let stack: Stack;
  const quiet = () => undefined;
  beforeAll(async () => {
    stack = await startStack(2);
  }, 300_000);
  afterAll(() => stack.stop(), 30_000);

  it("32 approvers, cancel and expiry on the same action: one final decision, one entry", async () => {
    expect(await races(stack, 20, quiet)).toMatch(/one final decision/);
  }, 120_000);

  it("no action is allowed after an acknowledged stop, on either server", async () => {
    expect(await stops(stack, 4, quiet)).toMatch(/none allowed/);
  }, 120_000);

  it("9. What was acknowledged survives kill -9 of the server and of PostgreSQL: nothing is lost, decided twice or orphaned", async () => {
    expect(await crashes(stack, 10, quiet)).toMatch(/none lost/);
    // A machine that loses its power loses what only its memory held, which no kill can show.
    for (const setting of ["fsync", "synchronous_commit", "full_page_writes"]) {
      const { rows } = await pool().query<Record<string, string>>(`SHOW ${setting}`);
      expect(rows[0]?.[setting], setting).toBe("on");
    }
  }, 300_000);
});
