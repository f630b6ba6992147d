import { describe, expect, it } from "vitest";
import * as boardRoute from "@/app/api/v1/board/route";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";

const hourMs = 3_600_000;
const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();

async function board(since?: string) {
  const { token } = await (await makeWorld()).person("supervisor");
  return call(boardRoute.GET, { token, path: `/api/v1/board${since === undefined ? "" : `?since=${since}`}` });
}

describe("the board's day", () => {
  it.each(["0001-01-01T00:00:00Z", inMs(-49 * hourMs), inMs(10 * 60_000), "9999-12-31T23:59:59Z"])(
    "that starts at %s is refused with 400 naming since",
    async (since) => {
      expect((await board(since)).json).toMatchObject({
        status: 400,
        code: "invalid_request",
        errors: [{ path: "since" }],
      });
    },
  );

  it.each([
    ["two days ago", inMs(-47.5 * hourMs), 48],
    ["a little ahead, by a clock that is", inMs(30_000), 0],
    ["a day ago, unless it is said", undefined, 25],
  ])("may start %s, and has every hour since", async (_, since, hours) => {
    const { status, json } = await board(since);
    expect(status).toBe(200);
    expect((json["today"] as { hours: unknown[] }).hours).toHaveLength(hours);
  });
});
