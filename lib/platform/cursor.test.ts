import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeCursor, encodeCursor } from "./cursor";

describe("a cursor", () => {
  it("comes back as it went", () => {
    const keys = [2, "2026-11-20T10:00:00.000Z", "act_1"];
    expect(decodeCursor(encodeCursor(keys), ["integer", "time", "text"])).toEqual(keys);
    expect(decodeCursor(undefined, ["text"])).toBeUndefined();
  });

  it("of another list, or made up, is refused with 400 before it reaches a query", () => {
    const refused = (cursor: string): void => {
      expect(() => decodeCursor(cursor, ["time", "text"])).toThrow(expect.objectContaining({ status: 400 }));
    };
    refused(encodeCursor(["not a time", "x"]));
    refused(encodeCursor(["2026-11-20T10:00:00.000Z", "a\0b"]));
    refused(encodeCursor(["2026-99-20T10:00:00.000Z", "x"]));
    refused(encodeCursor(["2026-11-20T10:00:00.000Z"]));
    fc.assert(fc.property(fc.string(), refused));
    fc.assert(fc.property(fc.json(), (text) => refused(Buffer.from(text).toString("base64url"))));
  });
});
