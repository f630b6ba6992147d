import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { roles } from "@/lib/people/permissions.rules";
import { mayAnswer, type Member, type Owned, whoCouldAnswer } from "./answerable.rules";
import { whoDecides } from "./who-decides.rules";

const could: Parameters<typeof whoDecides>[1] = { roles: ["governance", "admin", "supervisor", "reliability"], teamIds: ["tea_1"] };

describe("who decides a held action", () => {
  it("is whose role decides anything, administrators last", () => {
    expect(whoDecides(null, could)).toEqual({ roles: ["supervisor", "admin"], teamId: null });
  });

  it("is the role or the team that it was escalated to, and administrators", () => {
    expect(whoDecides({ role: "governance", teamId: null }, could)).toEqual({ roles: ["governance", "admin"], teamId: null });
    expect(whoDecides({ role: null, teamId: "tea_1" }, could)).toEqual({ roles: ["admin"], teamId: "tea_1" });
  });

  it("is nobody who has nobody there", () => {
    expect(whoDecides({ role: null, teamId: "tea_2" }, { roles: [], teamIds: [] })).toEqual({ roles: [], teamId: null });
  });

  it("names nobody who may not: each role that it names has a member whom the judge lets decide", () => {
    const member: fc.Arbitrary<Member> = fc.record({ personId: fc.constantFrom("per_1", "per_2", "per_3"), email: fc.constant("x@example.com"), role: fc.constantFrom(...roles), teamIds: fc.subarray(["tea_1", "tea_2"]) });
    const owned: fc.Arbitrary<Owned> = fc.record({ onBehalfOf: fc.constant(null), agentCreatedById: fc.constantFrom(null, "per_1"), keyCreatedById: fc.constantFrom(null, "per_2"), ownerTeamId: fc.constantFrom(null, "tea_1"), formerOwnerIds: fc.constant([]) });
    const escalation = fc.oneof(fc.constant(null), fc.constantFrom(...roles).map((role) => ({ role, teamId: null })), fc.constantFrom("tea_1", "tea_2").map((teamId) => ({ role: null, teamId })));
    fc.assert(
      fc.property(fc.array(member, { maxLength: 6 }), owned, escalation, (members, action, to) => {
        const named = whoDecides(to, whoCouldAnswer("team", members, action));
        for (const role of named.roles) expect(members.some((each) => each.role === role && mayAnswer("team", each, action, to))).toBe(true);
        if (named.teamId !== null) expect(members.some((each) => each.teamIds.includes(named.teamId ?? "") && mayAnswer("team", each, action, to))).toBe(true);
      }),
    );
  });
});
