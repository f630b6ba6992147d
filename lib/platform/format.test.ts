import { describe, expect, it } from "vitest";
import {
  formatBytes,
  formatDuration,
  formatExact,
  formatMoney,
  formatPercent,
  formatQuantity,
  formatRelative,
  formatTimeLeft,
  shortId,
} from "@/lib/platform/format";

/** Expectations are written with plain spaces; the product uses no-break ones. */
const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("money", () => {
  it.each([
    ["9216", "EUR", "€ 9,216.00"],
    ["0.5", "EUR", "€ 0.50"],
    ["-12.50", "GBP", "−£ 12.50"],
    ["1234567.8912", "USD", "$ 1,234,567.8912"],
    ["1200", "JPY", "¥ 1,200"],
    ["90071992547409931.07", "EUR", "€ 90,071,992,547,409,931.07"],
  ])("writes %s %s exactly, with its symbol and separators", (amount, currency, expected) => {
    expect(plain(formatMoney({ amount, currency }))).toBe(expected);
  });

  it("shows what it cannot read as it came, never as a wrong sum", () => {
    expect(plain(formatMoney({ amount: "1e9", currency: "EUR" }))).toBe("1e9 EUR");
    expect(plain(formatMoney({ amount: "5", currency: "credits" }))).toBe("credits 5");
  });
});

describe("lengths of time", () => {
  it.each([
    [41, "41 ms"],
    [3_240, "3.2 s"],
    [59_400, "59 s"],
    [59_700, "1 min"],
    [130_000, "2 min 10 s"],
    [120_000, "2 min"],
    [11_100_000, "3 h 5 min"],
    [352_800_000, "4 d 2 h"],
    [-41, "−41 ms"],
  ])("writes %d ms as %s", (ms, expected) => {
    expect(plain(formatDuration(ms))).toBe(expected);
  });

  it.each([
    [221_000, "3:41"],
    [220_001, "3:41"],
    [59_999, "1:00"],
    [1, "0:01"],
    [0, "0:00"],
    [-5_000, "0:00"],
    [31 * 60_000, "31 min"],
    [125 * 60_000, "2 h 5 min"],
  ])("shows %d ms left as %s", (ms, expected) => {
    expect(plain(formatTimeLeft(ms))).toBe(expected);
  });
});

describe("moments", () => {
  const now = Date.UTC(2026, 10, 20, 10, 24, 5, 123);
  it.each([
    [0, "just now"],
    [19_000, "19 s ago"],
    [79_000, "1 min ago"],
    [7_200_000, "2 h ago"],
    [49 * 3_600_000, "2 d ago"],
    [40 * 86_400_000, "11 Oct 2026"],
    [-300_000, "in 5 min"],
    [-1_000, "just now"],
    [-4_000, "in a moment"],
  ])("says how far %d ms is from now: %s", (distance, expected) => {
    expect(plain(formatRelative(now - distance, now))).toBe(expected);
  });

  it("names the zone of an exact time", () => {
    expect(plain(formatExact(now))).toBe("20 Nov 2026, 10:24:05.123 UTC");
    expect(plain(formatExact(now, "Europe/Berlin"))).toBe("20 Nov 2026, 11:24:05.123 CET");
  });
});

describe("other figures", () => {
  it("writes shares, sizes and counts with their unit", () => {
    expect(plain(formatPercent(0.961))).toBe("96.1 %");
    expect(formatPercent(Number.NaN)).toBe("–");
    expect(plain(formatBytes(512))).toBe("512 B");
    expect(plain(formatBytes(1536))).toBe("1.5 KiB");
    expect(plain(formatQuantity(1, "action"))).toBe("1 action");
    expect(plain(formatQuantity(1842, "action"))).toBe("1,842 actions");
    expect(plain(formatQuantity(2, "entry", "entries"))).toBe("2 entries");
  });

  it("shortens an id but keeps its type and its end", () => {
    expect(shortId("act_01h455vb4pex5vsknk084sn02q")).toBe("act_01h455…sn02q");
    expect(shortId("meridian")).toBe("meridian");
  });
});
