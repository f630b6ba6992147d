import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { db } from "@/lib/platform/db/client";
import { ConflictError } from "@/lib/platform/errors";
import { signedIn } from "@/lib/sessions/person-auth.service";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";
import { defineRoute } from "./define-route";
import { requestHash, runOnce, type IdempotentRequest, type StoredAnswer } from "./idempotency";

let request: IdempotentRequest;
beforeEach(async () => {
  const { workspaceId } = await makeWorld();
  request = {
    workspaceId,
    callerId: "key_1",
    key: "one",
    hash: requestHash("POST", "/api/v1/test", Buffer.from("{}")),
  };
});

const answer = (body: string): StoredAnswer => ({ status: 200, body });
const gives = (body: string) => () => Promise.resolve(answer(body));
/** Says of no error that it may have come after a commit. */
const refusalsOnly = () => undefined;
const refuses = () => Promise.reject(new ConflictError("not_yet", "Not now."));
/** As if a minute had passed. */
const runOut = () =>
  db().idempotencyKey.updateMany({ where: { workspaceId: request.workspaceId }, data: { lockedUntil: new Date(0) } });

/** Work that ends when it is told to. */
function slow() {
  let end = (_: StoredAnswer): void => undefined;
  let fail = (_: Error): void => undefined;
  const done = new Promise<StoredAnswer>((resolve, reject) => {
    end = resolve;
    fail = reject;
  });
  let isRunning = false;
  const work = () => {
    isRunning = true;
    return done;
  };
  return { work, end, fail, running: () => isRunning };
}

describe("a request with an Idempotency-Key", () => {
  it("is done once: its answer is given again", async () => {
    expect(await runOnce(request, gives("first"), refusalsOnly)).toEqual({ ...answer("first"), replayed: false });
    expect(await runOnce(request, gives("second"), refusalsOnly)).toEqual({ ...answer("first"), replayed: true });
  });

  it("that was refused changed nothing and is judged anew", async () => {
    await expect(runOnce(request, refuses, refusalsOnly)).rejects.toMatchObject({ status: 409, code: "not_yet" });
    expect(await runOnce(request, gives("now"), refusalsOnly)).toEqual({ ...answer("now"), replayed: false });
  });

  it("while the first is being answered is refused with 409", async () => {
    const first = slow();
    const answered = runOnce(request, first.work, refusalsOnly);
    await expect.poll(first.running).toBe(true);
    await expect(runOnce(request, gives("second"), refusalsOnly)).rejects.toMatchObject({
      status: 409,
      code: "idempotency_in_flight",
    });
    first.end(answer("first"));
    expect((await answered).replayed).toBe(false);
  });

  it.each(["answers", "fails"])(
    "whose lock ran out and was taken by another writes nothing when it %s after all",
    async (how) => {
      const late = slow();
      const lateAnswer = runOnce(request, late.work, refusalsOnly);
      await expect.poll(late.running).toBe(true);
      await runOut();
      const holder = slow();
      const held = runOnce(request, holder.work, refusalsOnly);
      await expect.poll(holder.running).toBe(true);

      if (how === "answers") {
        late.end(answer("late"));
        expect(await lateAnswer).toMatchObject({ body: "late" });
      } else {
        late.fail(new ConflictError("not_yet", "Not now."));
        await expect(lateAnswer).rejects.toMatchObject({ code: "not_yet" });
      }
      await expect(runOnce(request, gives("third"), refusalsOnly)).rejects.toMatchObject({
        code: "idempotency_in_flight",
      });
      holder.end(answer("held"));
      await held;
      expect(await runOnce(request, gives("fourth"), refusalsOnly)).toEqual({ ...answer("held"), replayed: true });
    },
  );

  it("whose answer broke after the commit is not done a second time: the fault is given again", async () => {
    const world = await makeWorld();
    const person = await world.person("viewer");
    let done = 0;
    const route = defineRoute({
      id: "breaksAfterCommit",
      summary: "Commits, then answers what its schema does not allow",
      auth: signedIn(),
      response: z.strictObject({ count: z.string() }),
      handle: () => Promise.resolve({ count: (done += 1) as unknown as string }),
    });
    const ask = () => call(route, { method: "POST", token: person.token, headers: { "Idempotency-Key": "again" } });
    const first = await ask();
    expect(first.json).toMatchObject({
      status: 500,
      code: "internal_error",
      detail: expect.stringContaining("may have been done") as string,
    });
    const second = await ask();
    expect(second.headers.get("Idempotent-Replayed")).toBe("true");
    expect(second.headers.get("content-type")).toBe("application/problem+json");
    expect(second.json).toEqual(first.json);
    expect(done).toBe(1);
  });
});
