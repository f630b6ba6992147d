import { NextRequest } from "next/server";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { forgetEnv } from "@/lib/platform/env";
import { authHandler } from "./auth-handler";
import type { SignInDomain } from "./auth-options";

beforeEach(() => {
  Object.assign(process.env, {
    DATABASE_URL: "postgres://unused",
    NEXTAUTH_URL: "http://localhost:3000",
    AUTH_SECRET: "a-secret-for-tests-only-0123456789",
    SIGNALBOX_LOG_LEVEL: "silent",
  });
  forgetEnv();
});

/** The body as it comes over the wire, without a length that could be believed. */
function streamed(chunks: number, taken: () => void): ReadableStream<Uint8Array> {
  let left = chunks;
  return new ReadableStream({
    pull(controller) {
      taken();
      if (left-- > 0) controller.enqueue(new TextEncoder().encode("x".repeat(10_000)));
      else controller.close();
    },
  });
}

describe("the door to signing in", () => {
  it("reads no more of a body than a sign-in needs, whoever sends it", async () => {
    const taken = vi.fn();
    const request = new NextRequest("http://localhost:3000/api/auth/callback/password", {
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body: streamed(10_000, taken),
      duplex: "half",
    });
    const response = await authHandler({} as SignInDomain)(request, {
      params: Promise.resolve({ nextauth: ["callback", "password"] }),
    });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ code: "body_too_large" });
    expect(taken.mock.calls.length).toBeLessThan(20);
  });
});
