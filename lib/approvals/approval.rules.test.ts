import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mayDecideEscalated } from "@/lib/pending/escalation.rules";
import { graceFor, reasonRequired } from "./approval.rules";

describe("who decides what was escalated", () => {
  it("those it was escalated to, and administrators; without an escalation, who decides anything", () => {
    const supervisor = { personId: "per_1", role: "supervisor" as const, teamIds: [], decidesAnything: true };
    const officer = { ...supervisor, role: "governance" as const, decidesAnything: false };
    const nobody = { teamId: null, role: null, personId: null };
    expect(mayDecideEscalated(supervisor, null)).toBe(true);
    expect(mayDecideEscalated(supervisor, { ...nobody, role: "governance" })).toBe(false);
    expect(mayDecideEscalated({ ...supervisor, role: "admin" }, { ...nobody, role: "governance" })).toBe(true);
    expect(mayDecideEscalated(officer, { ...nobody, role: "governance" })).toBe(true);
    expect(mayDecideEscalated(officer, null)).toBe(false);
    expect(mayDecideEscalated({ ...supervisor, teamIds: ["tea_9"] }, { ...nobody, teamId: "tea_9" })).toBe(true);
    expect(mayDecideEscalated(officer, { ...nobody, personId: "per_1" })).toBe(true);
    expect(mayDecideEscalated(supervisor, { ...nobody, personId: "per_2" })).toBe(false);
    expect(mayDecideEscalated({ ...supervisor, role: "admin" }, { ...nobody, personId: "per_2" })).toBe(true);
  });
});

describe("reasons and grace", () => {
  it("reject and edit always say why, approve in red too", () => {
    expect(reasonRequired("reject", "green")).toBe("code_or_text");
    expect(reasonRequired("edit", "green")).toBe("text");
    expect(reasonRequired("approve", "red")).toBe("text");
    expect(reasonRequired("approve", "yellow")).toBe("none");
  });

  it("there is never grace in red, nor for a refusal", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("approve" as const, "edit" as const, "reject" as const),
        fc.constantFrom("green" as const, "yellow" as const, "red" as const),
        fc.nat(60),
        (vote, zone, seconds) => {
          const grace = graceFor(vote, zone, seconds);
          expect(grace).toBe(zone === "red" || vote === "reject" ? 0 : seconds);
        },
      ),
    );
  });
});
