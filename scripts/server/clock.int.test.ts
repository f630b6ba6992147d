import { afterAll, describe, expect, it } from "vitest";
import { newWorkspace, settle, stage } from "@/lib/audit/testing/log";
import { closeDb } from "@/lib/platform/db/client";
import { urlOfRole } from "@/lib/platform/db/testing/database";
import { warnOfClock } from "./clock";

afterAll(closeDb);

const warning = (shiftMs = 0) => warnOfClock(urlOfRole("application"), () => Date.now() + shiftMs);

describe("the clock", () => {
  it("that agrees with the database's and with the log gives no warning", async () => {
    expect(await warning()).toBeUndefined();
  });

  it.each([
    [-26.5 * 3_600_000, /1\sd\s2\sh behind the database's/],
    [40_000, /\b(39|4[0-2])\ss ahead of the database's/],
  ])("that is %d ms off is told, and by how much", async (shiftMs, words) => {
    expect(await warning(shiftMs)).toMatch(words);
  });

  it("that was set back behind the log's newest entry is told", async () => {
    await stage(await newWorkspace(), 0, { at: new Date(Date.now() + 72.5 * 3_600_000) });
    await settle();
    expect(await warning()).toMatch(/newest entry was written 3\sd in the future/);
  });
});
