import { expect, it } from "vitest";
import type { Stop } from "@/lib/stops/stop.schemas";
import { leversOf, stateInWords } from "./lever.rules";

const stop = (type: Stop["scope"]["type"], id: string | null, status: Stop["status"] = "pulled"): Stop => ({
  id: `stp_${type}_${id ?? ""}_${status}`,
  scope: { type, id, name: type === "agent" ? "pay-bot" : null },
  reason: null,
  status,
  active: status === "pulled",
  epoch: 1,
  pulledBy: { type: "person", id: "per_1", name: "Grace" },
  pulledAt: "2026-11-28T12:00:00.000Z",
  caught: { denied: 0, frozen: 0, permitsWithdrawn: 0, withdrawn: 0 },
  withdrawal: null,
  probation: null,
  rearmed: null,
});
const shown = (stops: Stop[], kinds: string[]) =>
  leversOf(stops, kinds).map(({ name, stop: on }) => `${name}: ${on?.status ?? "normal"}`);

it("the workspace and each kind have a lever always, others while something stands on them", () => {
  expect(shown([], ["ops", "finance"])).toEqual(["Everything: normal", "finance: normal", "ops: normal"]);
  expect(shown([stop("agent", "agt_1"), stop("kind", "ops"), stop("kind", "gone")], ["ops"])).toEqual([
    "Everything: normal",
    "gone: pulled",
    "ops: pulled",
    "pay-bot: pulled",
  ]);
});

it("a lever that is on probation and was pulled anew is pulled, whichever comes first", () => {
  const both = [stop("kind", "ops", "probation"), stop("kind", "ops")];
  expect(shown(both, [])).toContain("ops: pulled");
  expect(shown(both.toReversed(), [])).toContain("ops: pulled");
});

it("says the state of all in a sentence", () => {
  expect(stateInWords([])).toEqual({ signal: "normal", words: "Nothing is stopped" });
  expect(stateInWords([stop("kind", "a", "probation")]).words).toBe("1 stop is on probation");
  expect(stateInWords([stop("kind", "a"), stop("kind", "b"), stop("kind", "c", "probation")])).toEqual({
    signal: "danger",
    words: "2 levers are pulled; 1 stop is on probation",
  });
  expect(stateInWords([stop("workspace", null)]).words).toBe("Everything is stopped");
  expect(stateInWords([stop("workspace", null), stop("kind", "b")]).words).toBe(
    "Everything is stopped; 1 more lever is pulled",
  );
});

it("no lever reads as if its agents could act while everything is stopped", () => {
  const held = (stops: Stop[]) =>
    leversOf(stops, ["ops"]).map(({ name, heldByEverything }) => `${name} ${heldByEverything}`);
  expect(held([stop("kind", "a"), stop("workspace", null)])).toEqual(["Everything false", "a false", "ops true"]);
  expect(held([stop("workspace", null, "probation")])).toEqual(["Everything false", "ops false"]);
});

it("names with numbers stand in the order of the numbers", () => {
  expect(leversOf([], ["kind-10", "kind-9"]).map(({ name }) => name)).toEqual(["Everything", "kind-9", "kind-10"]);
});
