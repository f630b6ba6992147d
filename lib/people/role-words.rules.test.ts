import { expect, test } from "vitest";
import { can, permissions, roles } from "@/lib/platform/permissions.rules";
import { roleWords } from "./role-words.rules";

test("a role is told by what it may do", () => {
  expect(Object.fromEntries(roles.map((role) => [role, roleWords(role)]))).toEqual({
    admin:
      "Decides held actions, comments on actions, stops agents, re-arms them, registers and changes agents, issues their keys, changes the catalog, sets budgets, hears of alarms, reads the audit log, manages people and teams and changes the workspace's settings.",
    supervisor: "Decides held actions, comments on actions, stops agents, hears of alarms and reads the audit log.",
    governance:
      "Decides what is escalated to them, comments on actions, stops agents, re-arms them, registers and changes agents, issues their keys, changes the catalog, sets budgets, hears of alarms and reads the audit log.",
    reliability:
      "Decides what is escalated to them, comments on actions, stops agents, re-arms them, registers and changes agents, hears of alarms and reads the audit log.",
    context: "Comments on actions and stops agents.",
    finops: "Comments on actions, stops agents, sets budgets and reads the audit log.",
    annotator: "Comments on actions.",
    viewer: "Reads, and changes nothing.",
  });
});

test("roles that may do different things are told differently", () => {
  // What everybody may read is not told, and a right that always comes with another is told with it.
  const told = permissions.filter(
    (permission) =>
      !roles.every((role) => can(role, permission)) && !["alarm:read", "team:manage"].includes(permission),
  );
  for (const one of roles)
    for (const other of roles) {
      const same = told.every((permission) => can(one, permission) === can(other, permission));
      expect(roleWords(one) === roleWords(other), `${one}, ${other}`).toBe(same);
    }
});
