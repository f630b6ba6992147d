import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { everyoneLooking, leave, look } from "./presence.service";

const caller = (id: string, workspaceId = "wsp_a") =>
  ({ kind: "person", workspaceId, personId: id, personName: id.toUpperCase() }) as PersonCaller;
const [ada, ben] = [caller("ada"), caller("ben")];

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe("who else has an action open", () => {
  it("is told to each of them, and to nobody of another workspace", () => {
    look(ada, "act_1");
    expect(look(ben, "act_1").others.map(({ name }) => name)).toEqual(["ADA"]);
    expect(everyoneLooking(ada).items).toMatchObject([{ actionId: "act_1", people: [{ name: "BEN" }] }]);
    expect(everyoneLooking(caller("eve", "wsp_b")).items).toEqual([]);
    expect(look(caller("eve", "wsp_b"), "act_1").others).toEqual([]);
  });

  it("forgets whoever closes it, and whoever goes without a word", () => {
    look(ada, "act_2");
    look(ben, "act_2");
    leave(ada, "act_2");
    expect(look(ben, "act_2").others).toEqual([]);
    vi.advanceTimersByTime(31_000);
    expect(look(ada, "act_2").others).toEqual([]);
  });
});
