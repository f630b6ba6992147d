import { afterAll, beforeAll, describe, expect, it } from "vitest";
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

  it("kill -9 of server and of PostgreSQL under load: nothing acknowledged is lost, nothing decided twice, no orphan", async () => {
    expect(await crashes(stack, 10, quiet)).toMatch(/none lost/);
  }, 300_000);
});
