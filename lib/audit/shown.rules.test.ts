import { describe, expect, it } from "vitest";
import { leafText } from "./entry.rules";
import { saysWhatIsShown, type ShownEntry } from "./shown.rules";

const shown: ShownEntry = {
  id: "aud_1",
  at: "2026-01-01T00:00:00.000Z",
  event: "action.decided",
  actor: { type: "person", id: "per_1", name: "Ada" },
  subject: { type: "action", id: "act_1" },
  facts: { outcome: "approve", nested: { b: 1, a: [1, 2] } },
  commitment: null,
};
const { id, at, subject, facts } = shown;
const leaf = new TextEncoder().encode(
  leafText({
    id,
    workspace: "wsp_1",
    at,
    actor: { type: "person", id: "per_1" },
    event: "action.decided",
    subject,
    facts,
  }),
);

describe("what is shown", () => {
  it("is what is logged when every field is the same", () => {
    expect(saysWhatIsShown(leaf, shown)).toBe(true);
  });

  it.each<[string, Partial<ShownEntry>]>([
    ["event", { event: "action.requested" }],
    ["time", { at: "2026-01-01T00:00:00.001Z" }],
    ["actor", { actor: { type: "person", id: "per_2", name: "Ada" } }],
    ["subject", { subject: { type: "action", id: "act_2" } }],
    ["facts", { facts: { ...facts, outcome: "reject" } }],
    ["commitment", { commitment: "0".repeat(64) }],
  ])("is not what is logged when the %s differs", (_, change) => {
    expect(saysWhatIsShown(leaf, { ...shown, ...change })).toBe(false);
  });

  it("is not what is logged when the bytes are changed, or no entry at all", () => {
    for (let i = 0; i < leaf.length; i += 1) {
      const changed = leaf.map((byte, at) => (at === i ? byte ^ 1 : byte));
      const isWorkspace =
        new TextDecoder().decode(leaf).indexOf("wsp_1") <= i && i < new TextDecoder().decode(leaf).indexOf("wsp_1") + 5;
      if (!isWorkspace) expect(saysWhatIsShown(changed, shown), `byte ${i}`).toBe(false);
    }
    expect(saysWhatIsShown(new Uint8Array(), shown)).toBe(false);
    expect(saysWhatIsShown(new TextEncoder().encode("null"), shown)).toBe(false);
  });
});
