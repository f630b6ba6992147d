import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

/** Colours by name, [light, dark], as app/tokens.css writes them. */
const css = readFileSync(join(import.meta.dirname, "../../app/tokens.css"), "utf8");
const tokens = new Map(
  [...css.matchAll(/--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/gu)].map(
    ([, name = "", light = "", dark = ""]) => [name, { light, dark }],
  ),
);

/** Relative luminance of an sRGB colour (WCAG 2.2). */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function colour(name: string, theme: "light" | "dark"): string {
  const token = tokens.get(name);
  if (!token) throw new Error(`No colour is called ${name}`);
  return token[theme];
}

const surfaces = ["canvas", "panel", "sunk", "hover", "accent-soft"];
const texts = ["ink", "ink-soft", "mute", "accent", "go", "caution", "danger"];

describe.each(["light", "dark"] as const)("in the %s theme", (theme) => {
  it.each(texts.flatMap((text) => surfaces.map((surface) => [text, surface])))(
    "%s can be read on %s (4.5 : 1)",
    (text = "", surface = "") => {
      expect(contrast(colour(text, theme), colour(surface, theme))).toBeGreaterThanOrEqual(4.5);
    },
  );

  it.each([
    ["go", "go-soft"],
    ["caution", "caution-soft"],
    ["danger", "danger-soft"],
    ["ink", "danger-soft"],
    ["ink-soft", "danger-soft"],
    ["mute", "danger-soft"],
    ["ink-soft", "line"],
    ["on-danger", "danger"],
    ["on-accent", "accent"],
    ["panel", "ink"],
  ])("%s can be read on %s (4.5 : 1)", (text, surface) => {
    expect(contrast(colour(text, theme), colour(surface, theme))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(["canvas", "panel", "sunk"])("the edge of a field can be seen on %s (3 : 1)", (surface) => {
    expect(contrast(colour("field", theme), colour(surface, theme))).toBeGreaterThanOrEqual(3);
  });
});
