import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeCursor, encodeCursor, type CursorPart } from "./cursor";

const outOfRange: Record<Exclude<CursorPart, "time" | "text">, (string | number)[]> = {
  smallint: [32_768, -32_768, 40_000, 1e9, 1.5, "1"],
  integer: [2 ** 53, -(2 ** 53), 1e300, 0.5, "7"],
  decimal: ["1e5", "NaN", "Infinity", "1".repeat(21), "0x1", "", 5],
  "decimal or none": ["1e5", "NaN", "-", " ", "1".repeat(21), 5],
  share: [1.1, -0.1, "0.5", ""],
  "share or none": [1.1, -0.1, "0.5", "none", " "],
};

/** A cursor of one place, through and back. */
const through = (key: string | number, part: CursorPart) => decodeCursor(encodeCursor([key]), [part]);

describe("a cursor", () => {
  it("comes back as it went", () => {
    const keys = [2, "2026-11-20T10:00:00.000Z", "act_1"];
    expect(decodeCursor(encodeCursor(keys), ["integer", "time", "text"])).toEqual(keys);
    expect(decodeCursor(undefined, ["text"])).toBeUndefined();
    const comesBack = (part: CursorPart) => (key: string) => {
      expect(through(key, part)).toEqual([key]);
    };
    const times = fc
      .date({
        min: new Date("0001-01-01T00:00:00.000Z"),
        max: new Date("9999-12-31T23:59:59.999Z"),
        noInvalidDate: true,
      })
      .map((at) => at.toISOString());
    fc.assert(fc.property(times, comesBack("time")));
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
        expect(through(share, "share or none")).toEqual([share]);
      }),
    );
    for (const part of ["decimal or none", "share or none"] as const) expect(through("", part)).toEqual([""]);
    fc.assert(
      fc.property(
        fc.string({ maxLength: 200, unit: "grapheme" }).filter((text) => text.length <= 500 && !text.includes("\0")),
        comesBack("text"),
      ),
    );
  });

  it("of another list, or made up, is refused with 400 before it reaches a query", () => {
    const refused = (cursor: string): void => {
      expect(() => decodeCursor(cursor, ["time", "text"])).toThrow(expect.objectContaining({ status: 400 }));
    };
    refused(encodeCursor(["not a time", "x"]));
    refused(encodeCursor(["2026-11-20T10:00:00.000Z", "a\0b"]));
    refused(encodeCursor(["2026-99-20T10:00:00.000Z", "x"]));
    refused(encodeCursor(["2026-11-20T10:00:00.000Z"]));
    for (const time of [
      "0000-01-01T00:00:00.000Z",
      "2026-02-30T00:00:00.000Z",
      "2026-11-20T24:00:00.000Z",
      "+010000-01-01T00:00:00.000Z",
      "-000001-01-01T00:00:00.000Z",
      "2026-11-20T10:00:00Z",
    ]) {
      refused(encodeCursor([time, "x"]));
    }
    refused(encodeCursor(["2026-11-20T10:00:00.000Z", "\ud800"]));
    refused(encodeCursor(["2026-11-20T10:00:00.000Z", "x".repeat(501)]));
    fc.assert(fc.property(fc.string(), refused));
    for (const [part, keys] of Object.entries(outOfRange)) {
      for (const key of keys)
        expect(() => through(key, part as CursorPart), `${part} ${key}`).toThrow(
          expect.objectContaining({ status: 400 }),
        );
    }
    fc.assert(fc.property(fc.json(), (text) => refused(Buffer.from(text).toString("base64url"))));
  });
});
