import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/lib/platform/db/client";
import { ConflictError } from "@/lib/platform/errors";
import { makeWorld } from "@/lib/testing/world";
import { requestHash, runOnce, type IdempotentRequest, type StoredAnswer } from "./idempotency";

let request: IdempotentRequest;
beforeEach(async () => {
  const { workspaceId } = await makeWorld();
  request = { workspaceId, callerId: "key_1", key: "one", hash: requestHash("POST", "/api/v1/test", Buffer.from("{}")) };
});

const answer = (body: string): StoredAnswer => ({ status: 200, body });
const gives = (body: string) => () => Promise.resolve(answer(body));
const refuses = () => Promise.reject(new ConflictError("not_yet", "Not now."));
/** As if a minute had passed. */
const runOut = () => db().idempotencyKey.updateMany({ where: { workspaceId: request.workspaceId }, data: { lockedUntil: new Date(0) } });

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
    expect(await runOnce(request, gives("first"))).toEqual({ ...answer("first"), replayed: false });
    expect(await runOnce(request, gives("second"))).toEqual({ ...answer("first"), replayed: true });
  });

  it("that was refused changed nothing and is judged anew", async () => {
    await expect(runOnce(request, refuses)).rejects.toMatchObject({ status: 409, code: "not_yet" });
    expect(await runOnce(request, gives("now"))).toEqual({ ...answer("now"), replayed: false });
  });

  it("while the first is being answered is refused with 409", async () => {
    const first = slow();
    const answered = runOnce(request, first.work);
    await expect.poll(first.running).toBe(true);
    await expect(runOnce(request, gives("second"))).rejects.toMatchObject({ status: 409, code: "idempotency_in_flight" });
    first.end(answer("first"));
    expect((await answered).replayed).toBe(false);
  });

  it.each(["answers", "fails"])("whose lock ran out and was taken by another writes nothing when it %s after all", async (how) => {
    const late = slow();
    const lateAnswer = runOnce(request, late.work);
    await expect.poll(late.running).toBe(true);
    await runOut();
    const holder = slow();
    const held = runOnce(request, holder.work);
    await expect.poll(holder.running).toBe(true);

    if (how === "answers") {
      late.end(answer("late"));
      expect(await lateAnswer).toMatchObject({ body: "late" });
    } else {
      late.fail(new ConflictError("not_yet", "Not now."));
      await expect(lateAnswer).rejects.toMatchObject({ code: "not_yet" });
    }
    await expect(runOnce(request, gives("third"))).rejects.toMatchObject({ code: "idempotency_in_flight" });
    holder.end(answer("held"));
    await held;
    expect(await runOnce(request, gives("fourth"))).toEqual({ ...answer("held"), replayed: true });
  });
});
