import { describe, expect, it } from "vitest";
import { serverArguments } from "./server-arguments";

const place = { port: 3000, host: "127.0.0.1" };
const limits = (args: string[]) => args.filter((arg) => arg.startsWith("--max-old-space-size"));

describe("the server's arguments", () => {
  it("bound its heap, before the program that Node runs", () => {
    const args = serverArguments("start", place, "");
    expect(limits(args)).toHaveLength(1);
    expect(args.indexOf(limits(args)[0]!)).toBeLessThan(args.findIndex((arg) => arg.endsWith("serve.mjs")));
  });

  it("leave the bound to NODE_OPTIONS where it names one, however it is spelled", () => {
    expect(limits(serverArguments("start", place, "--max-old-space-size=4096"))).toEqual([]);
    expect(limits(serverArguments("start", place, "--enable-source-maps --max_old_space_size=4096"))).toEqual([]);
  });

  it("leave the development server alone", () => {
    expect(limits(serverArguments("dev", place, ""))).toEqual([]);
  });
});
