import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { can, roles } from "@/lib/platform/permissions.rules";
import {
  isAnswerable,
  isForMe,
  isOwnAction,
  mayAnswer,
  type Member,
  type Owned,
  whoCouldAnswer,
} from "./answerable.rules";

const person = { personId: "per_1", email: "Ann@Example.com", teamIds: ["tea_1"] };
const nobodys: Owned = {
  onBehalfOf: null,
  agentCreatedById: null,
  keyCreatedById: null,
  ownerTeamId: null,
  formerOwnerIds: [],
};

describe("whose own an action is", () => {
  it("the creator's agent, the maker's key, and what acts for the person, by id or e-mail, whatever the subject's type", () => {
    expect(isOwnAction("creator", person, { ...nobodys, agentCreatedById: "per_1" })).toBe(true);
    expect(isOwnAction("creator", person, { ...nobodys, keyCreatedById: "per_1" })).toBe(true);
    expect(isOwnAction("creator", person, { ...nobodys, onBehalfOf: { type: "user", id: "ann@example.com" } })).toBe(
      true,
    );
    expect(isOwnAction("creator", person, { ...nobodys, onBehalfOf: { type: "service", id: "per_1" } })).toBe(true);
    expect(isOwnAction("creator", person, { ...nobodys, onBehalfOf: { type: "user", id: "bob@example.com" } })).toBe(
      false,
    );
  });

  it("the team's only where the workspace says team, also for who has left it since; nobody's where it says off", () => {
    const owned = { ...nobodys, ownerTeamId: "tea_1" };
    expect(isOwnAction("creator", person, owned)).toBe(false);
    expect(isOwnAction("team", person, owned)).toBe(true);
    expect(isOwnAction("team", { ...person, teamIds: [] }, owned)).toBe(false);
    expect(isOwnAction("team", { ...person, teamIds: [] }, { ...owned, formerOwnerIds: ["per_1"] })).toBe(true);
    expect(isOwnAction("off", person, { ...owned, agentCreatedById: "per_1" })).toBe(false);
  });
});

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
  formerOwnerIds: fc.subarray(["per_3"]),
});
const nobody = { teamId: null, role: null, personId: null };
const escalation = fc.oneof(
  fc.constant(null),
  fc.constantFrom("tea_1", "tea_2").map((teamId) => ({ ...nobody, teamId })),
  fc.constantFrom(...roles).map((role) => ({ ...nobody, role })),
  fc.constantFrom("per_1", "per_2", "per_3", "per_gone").map((personId) => ({ ...nobody, personId })),
);
const rule = fc.constantFrom("off" as const, "creator" as const, "team" as const);

describe("who may answer", () => {
  it("nobody answers their own, whatever role, team or escalation", () => {
    fc.assert(
      fc.property(rule, member, owned, escalation, (r, m, o, e) => !(isOwnAction(r, m, o) && mayAnswer(r, m, o, e))),
    );
  });

  it("what is answerable has somebody who may answer it, and those who could are among the ones named", () => {
    fc.assert(
      fc.property(rule, fc.array(member, { maxLength: 6 }), owned, escalation, (r, members, o, e) => {
        if (isAnswerable(r, members, o, e)) expect(members.some((m) => mayAnswer(r, m, o, e))).toBe(true);
        for (const role of whoCouldAnswer(r, members, o).roles)
          expect(isAnswerable(r, members, o, { ...nobody, role })).toBe(true);
        for (const teamId of whoCouldAnswer(r, members, o).teamIds)
          expect(isAnswerable(r, members, o, { ...nobody, teamId })).toBe(true);
        for (const { personId } of whoCouldAnswer(r, members, o).people)
          expect(isAnswerable(r, members, o, { ...nobody, personId })).toBe(true);
      }),
    );
  });

  it("of a person, it is they alone whom it waits for, and only as long as they may", () => {
    fc.assert(
      fc.property(
        rule,
        fc.uniqueArray(member, { selector: ({ personId }) => personId, maxLength: 3 }),
        owned,
        fc.constantFrom("per_1", "per_2", "per_3"),
        (r, members, o, personId) => {
          const waitsFor = members.filter((m) => isForMe(r, m, o, { ...nobody, personId }));
          expect(waitsFor).toEqual(
            members.filter(
              (m) => m.personId === personId && can(m.role, "action:decide_escalated") && !isOwnAction(r, m, o),
            ),
          );
          expect(isAnswerable(r, members, o, { ...nobody, personId })).toBe(waitsFor.length === 1);
        },
      ),
    );
  });
});
