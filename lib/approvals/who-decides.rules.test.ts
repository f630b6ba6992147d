import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mayAnswer, type Member, type Owned, whoCouldAnswer } from "@/lib/pending/answerable.rules";
import { roles } from "@/lib/platform/permissions.rules";
import { whoDecides } from "./who-decides.rules";

const ann = { id: "per_1", name: "Ann" };
const nobody = { role: null, teamId: null, person: null };
const could: Parameters<typeof whoDecides>[1] = {
  roles: ["governance", "admin", "supervisor", "reliability"],
  teamIds: ["tea_1"],
  people: [ann],
};

describe("who decides a held action", () => {
  it("is whose role decides anything, administrators last", () => {
    expect(whoDecides(null, could)).toEqual({ roles: ["supervisor", "admin"], teamId: null, person: null });
  });

  it("is the role, the team or the person that it was escalated to, and administrators", () => {
    expect(whoDecides({ ...nobody, role: "governance" }, could)).toEqual({
      roles: ["governance", "admin"],
      teamId: null,
      person: null,
    });
    expect(whoDecides({ ...nobody, teamId: "tea_1" }, could)).toEqual({
      roles: ["admin"],
      teamId: "tea_1",
      person: null,
    });
    expect(whoDecides({ ...nobody, person: ann }, could)).toEqual({ roles: ["admin"], teamId: null, person: ann });
  });

  it("is nobody who has nobody there", () => {
    expect(whoDecides({ ...nobody, teamId: "tea_2" }, { roles: [], teamIds: [], people: [] })).toEqual({
      roles: [],
      teamId: null,
      person: null,
    });
    expect(whoDecides({ ...nobody, person: ann }, { ...could, people: [] })).toMatchObject({ person: null });
  });

  it("names nobody who may not: each role that it names has a member whom the judge lets decide", () => {
    const member: fc.Arbitrary<Member> = fc.record({
      personId: fc.constantFrom("per_1", "per_2", "per_3"),
      email: fc.constant("x@example.com"),
      role: fc.constantFrom(...roles),
      teamIds: fc.subarray(["tea_1", "tea_2"]),
    });
    const owned: fc.Arbitrary<Owned> = fc.record({
      onBehalfOf: fc.constant(null),
      agentCreatedById: fc.constantFrom(null, "per_1"),
      keyCreatedById: fc.constantFrom(null, "per_2"),
      ownerTeamId: fc.constantFrom(null, "tea_1"),
      formerOwnerIds: fc.constant([]),
    });
    const escalation = fc.oneof(
      fc.constant(null),
      fc.constantFrom(...roles).map((role) => ({ ...nobody, role })),
      fc.constantFrom("tea_1", "tea_2").map((teamId) => ({ ...nobody, teamId })),
      fc.constantFrom("per_1", "per_2").map((id) => ({ ...nobody, person: { id, name: id } })),
    );
    fc.assert(
      fc.property(fc.array(member, { maxLength: 6 }), owned, escalation, (members, action, to) => {
        const { people, ...groups } = whoCouldAnswer("team", members, action);
        const named = whoDecides(to, { ...groups, people: people.map(({ personId: id }) => ({ id })) });
        const able = members.filter((each) =>
          mayAnswer("team", each, action, to && { role: to.role, teamId: to.teamId, personId: to.person?.id ?? null }),
        );
        for (const role of named.roles) expect(able.some((each) => each.role === role)).toBe(true);
        if (named.teamId !== null) expect(able.some((each) => each.teamIds.includes(named.teamId ?? ""))).toBe(true);
        if (named.person !== null) expect(able.some((each) => each.personId === named.person?.id)).toBe(true);
      }),
    );
  });
});
