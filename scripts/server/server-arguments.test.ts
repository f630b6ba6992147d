import { describe, expect, it } from "vitest";
import { serverArguments } from "./server-arguments";

const place = { port: 3000, host: "127.0.0.1" };
const limits = (args: string[]) => args.filter((arg) => /^--max-(old|semi)-space-size/.test(arg));

describe("the server's arguments", () => {
  it("bound its heap, before the program that Node runs", () => {
    const args = serverArguments("start", place, "");
    expect(limits(args)).toHaveLength(2);
    expect(args.indexOf(limits(args)[1]!)).toBeLessThan(args.findIndex((arg) => arg.endsWith("serve.mjs")));
  });

  it("leave the bound to NODE_OPTIONS where it names one, however it is spelled", () => {
    const semi = "--max-semi-space-size=64";
    expect(limits(serverArguments("start", place, "--max-old-space-size=4096"))).toEqual([semi]);
    expect(limits(serverArguments("start", place, "--enable-source-maps --max_old_space_size=4096"))).toEqual([semi]);
    expect(limits(serverArguments("start", place, "--max-semi-space-size=16"))).toEqual(["--max-old-space-size=1024"]);
  });

  it("leave the development server alone", () => {
    expect(limits(serverArguments("dev", place, ""))).toEqual([]);
  });
});
