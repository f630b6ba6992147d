import { describe, expect, it } from "vitest";
import { escalationRoles } from "./approval.rules";
import { escalationTargets } from "./escalation-targets.rules";

const teams = [
  { id: "team_empty", name: "Empty" },
  { id: "team_risk", name: "Risk" },
];

describe("whom a held action may be handed to", () => {
  it("is not who has nobody to decide it: such a team or role stands last, with the reason", () => {
    const targets = escalationTargets(teams, { teamIds: ["team_risk"], roles: ["admin"] });
    expect(targets.filter(({ obstacle }) => obstacle === null).map(({ value }) => value)).toEqual(["role:admin", "team:team_risk"]);
    expect(targets.slice(2).map(({ value }) => value)).toEqual([...escalationRoles.filter((role) => role !== "admin").map((role) => `role:${role}`), "team:team_empty"]);
    expect(targets.at(-1)?.obstacle).toBe("nobody in it may decide this action");
  });

  it("is everybody as long as nobody knows who could", () => {
    expect(escalationTargets(teams, undefined).every(({ obstacle }) => obstacle === null)).toBe(true);
  });
});
