import { describe, expect, it } from "vitest";
import { said } from "./common.schemas";
import { cutText, saysSomething } from "./words.rules";

describe("a text that is cut", () => {
  it("is as long as it may be, and never ends in half a character", () => {
    expect(cutText("abc", 3)).toBe("abc");
    expect(cutText("abcd", 3)).toBe("abc…");
    expect(cutText("ab😀d", 3)).toBe("ab…");
    expect(cutText("ab😀d", 4)).toBe("ab😀…");
    expect(cutText("😀😀", 1)).toBe("…");
  });
});

describe("words that somebody has to say", () => {
  it.each(["", " ", "\n\t", "\u00a0", "\u200b", "\u202e", "\u2800", "\u3164", "\u0007", "\ufe0f", "\u0301"])(
    "are not %j",
    (text) => {
      expect(saysSomething(text)).toBe(false);
      expect(said(10).safeParse(text).success).toBe(false);
    },
  );

  it.each(["x", "為", "?", "👍", "a\nb", "👩‍🚀", " é "])("may be %j", (text) => {
    expect(saysSomething(text)).toBe(true);
    expect(said(10).parse(text)).toBe(text.trim());
  });

  it("have a greatest length", () => {
    expect(said(3).safeParse("abcd").success).toBe(false);
  });
});
