import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { numberFromText } from "@/components/patterns/forms/number-text.rules";

describe("a number as it is written", () => {
  it.each([
    ["2e12", 2_000_000_000_000],
    [".5", 0.5],
    ["5.", 5],
    ["-0.25", -0.25],
    ["+7", 7],
    [" 24 ", 24],
    ["1.50", 1.5],
    ["0", 0],
    ["-0", 0],
    ["9007199254740992", 9_007_199_254_740_992],
  ])("%s is %d", (text, number) => {
    expect(numberFromText(text)).toEqual({ number });
  });

  it.each([
    ["1e400", /too large/],
    ["1,5", /with a point/],
    ["1,000", /with a point/],
    ["2e", /not a number yet/],
    ["-", /not a number yet/],
    [".", /not a number yet/],
    ["9007199254740993", /more digits/],
    ["0.10000000000000000001", /more digits/],
    ["1e-400", /more digits/],
    ["0x10", /not a number/],
    ["Infinity", /not a number/],
    ["1 000", /not a number/],
    ["twelve", /not a number/],
  ])("%s is a fault that says why", (text, why) => {
    expect(numberFromText(text)).toEqual({ fault: expect.stringMatching(why) as string });
  });

  it("is empty where nothing is written", () => {
    expect(numberFromText("  ")).toEqual({ empty: true });
  });

  it("reads back every number that JSON can hold", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        expect(numberFromText(String(number))).toEqual({ number: number === 0 ? 0 : number });
      }),
    );
  });

  it("never takes a text for a number that it does not say", () => {
    const text = fc.stringMatching(/^[-+0-9.,e ]{1,14}$/u);
    fc.assert(
      fc.property(text, (written) => {
        const read = numberFromText(written);
        if ("number" in read) expect(Number(written)).toBe(read.number === 0 ? Number(written) : read.number);
      }),
    );
  });
});
