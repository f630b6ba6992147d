import { describe, expect, it } from "vitest";
import { escalationRoles } from "@/lib/pending/escalation.rules";
import { escalationTargets, isByName, somebodyByName, targetOf } from "./escalation-targets.rules";

const teams = [
  { id: "team_empty", name: "Empty" },
  { id: "team_risk", name: "Risk" },
];
const ann = { id: "per_ann", name: "Ann", email: "ann@example.com", role: "admin" as const };
const me = { id: "per_me", name: "Me", email: "me@example.com", role: "supervisor" as const };
const could = { teamIds: ["team_risk"], roles: ["admin" as const], people: [ann, me], peopleInAll: 2 };

describe("whom a held action may be handed to", () => {
  it("is not who has nobody to decide it: such a team or role stands last, with the reason; and not oneself", () => {
    const targets = escalationTargets(teams, could, me.id);
    expect(targets.filter(({ obstacle }) => obstacle === null).map(({ value }) => value)).toEqual([
      "role:admin",
      "team:team_risk",
      "person:per_ann",
    ]);
    expect(targets[2]).toMatchObject({ label: "Ann", kind: "Administrator, ann@example.com" });
    expect(targets.slice(3).map(({ value }) => value)).toEqual([
      ...escalationRoles.filter((role) => role !== "admin").map((role) => `role:${role}`),
      "team:team_empty",
    ]);
    expect(targets.at(-1)?.obstacle).toBe("nobody in it may decide this action");
  });

  it("is every team and role as long as nobody knows who could", () => {
    expect(escalationTargets(teams, undefined, me.id).every(({ obstacle }) => obstacle === null)).toBe(true);
  });

  it("is also somebody by name where there are more than the list has", () => {
    expect(escalationTargets(teams, could, me.id).some(({ value }) => value === somebodyByName)).toBe(false);
    const targets = escalationTargets(teams, { ...could, peopleInAll: 21 }, me.id);
    expect(targets.map(({ value }) => value).indexOf(somebodyByName)).toBe(3);
    expect(
      [null, "role:admin", "person:per_ann", somebodyByName, "person:per_other"].map((chosen) =>
        isByName(chosen, targets),
      ),
    ).toEqual([false, false, false, true, true]);
  });

  it("is told to the server as what it is", () => {
    expect(["person:per_ann", "team:team_risk", "role:governance", null].map(targetOf)).toEqual([
      { personId: "per_ann" },
      { teamId: "team_risk" },
      { role: "governance" },
      { role: "admin" },
    ]);
  });
});
