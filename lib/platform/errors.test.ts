import { describe, expect, it, vi } from "vitest";
import * as own from "./errors";
import { toProblem } from "./http/problem";

/** The module as another bundle of the same process has it. */
async function anotherCopy(): Promise<typeof own> {
  vi.resetModules();
  return import("./errors");
}

describe("errors of another copy of this module", () => {
  it("are told apart as one's own are", async () => {
    const other = await anotherCopy();
    expect(other.AppError).not.toBe(own.AppError);
    const conflict = new other.ConflictError("already_decided", "It was decided.");
    expect(conflict).toBeInstanceOf(own.AppError);
    expect(conflict).toBeInstanceOf(own.ConflictError);
    expect(conflict).not.toBeInstanceOf(own.NotFoundError);
    expect(new other.AppError("busy", "Too much.")).not.toBeInstanceOf(own.ConflictError);
    expect(new Error("else")).not.toBeInstanceOf(own.AppError);
    expect(conflict.name).toBe("ConflictError");
  });

  it("keep their status and code in the answer", async () => {
    const other = await anotherCopy();
    expect(
      toProblem(new other.AppError("busy", "Too much of this is asked for at the moment."), "req_1"),
    ).toMatchObject({ status: 503, code: "busy" });
  });

  it("a class that names no kind of its own is told by the class itself", () => {
    class Special extends own.ConflictError {}
    expect(new Special("already_decided", "It was decided.")).toBeInstanceOf(Special);
    expect(new own.ConflictError("already_decided", "It was decided.")).not.toBeInstanceOf(Special);
  });
});
