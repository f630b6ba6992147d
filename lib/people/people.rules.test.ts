import { describe, expect, it } from "vitest";
import { can, permissionsOf, roles } from "@/lib/platform/permissions.rules";
import { groupsOf, rolesByWorkspace } from "./group-roles.rules";
import { emailKey, providerOfSource, roleLock, sourceOfGroup } from "./people.rules";

describe("e-mail addresses", () => {
  it("are one person's in every spelling", () => expect(emailKey("  Ada@Example.COM ")).toBe("ada@example.com"));
});

describe("groups and roles", () => {
  const lines = [
    { group: "sb-admins", workspace: "meridian", role: "admin" },
    { group: "sb-all", workspace: "meridian", role: "viewer" },
    { group: "sb-all", workspace: "northwind", role: "supervisor" },
    { group: "sb-all", workspace: "typo", role: "superuser" },
  ];

  it("gives each workspace the role of its first matching line", () => {
    expect([...rolesByWorkspace(["sb-all", "sb-admins"], lines)]).toEqual([
      ["meridian", "admin"],
      ["northwind", "supervisor"],
    ]);
  });
  it("gives nothing for a role that does not exist, and nothing without groups", () => {
    expect(rolesByWorkspace(["sb-all"], lines).has("typo")).toBe(false);
    expect(rolesByWorkspace([], lines).size).toBe(0);
  });
  it.each([[undefined], [null], [42], [{ admin: true }], [[1, null, { a: 1 }]]])(
    "takes %j for no group at all",
    (claim) => expect(groupsOf(claim)).toEqual([]),
  );
  it("takes one string for one group", () => expect(groupsOf("sb-all")).toEqual(["sb-all"]));
});

describe("a role's source", () => {
  it("names the provider only where a group gave it", () => {
    expect(providerOfSource(sourceOfGroup("corp"))).toBe("corp");
    expect(providerOfSource("invitation")).toBeNull();
  });
});

describe("a workspace's last administrator", () => {
  // Whoever changes a membership is an active administrator, and nobody changes their own: so one is always left (membership.service).
  it("is kept since administrators alone change memberships", () => {
    expect(roles.filter((role) => can(role, "person:manage"))).toEqual(["admin"]);
  });
});

describe("whether a role may be changed", () => {
  const other = { id: "p2", provider: null, status: "active" as const };
  it("is refused, with the reason, for oneself, for group-given roles and for the deactivated", () => {
    expect(roleLock({ ...other, id: "p1" }, { id: "p1" })).toMatch(/own role/);
    expect(roleLock({ ...other, provider: "corp" }, { id: "p1" })).toMatch(/groups of corp/);
    expect(roleLock({ ...other, status: "deactivated" }, { id: "p1" })).toMatch(/Reactivate/);
    expect(roleLock(other, { id: "p1" })).toBeNull();
  });
});

describe("the permission table", () => {
  it("lets only administrators manage people, teams and the workspace", () => {
    for (const permission of ["person:manage", "team:manage", "workspace:manage"] as const) {
      expect(roles.filter((role) => can(role, permission))).toEqual(["admin"]);
    }
  });
  it("gives a viewer no right to change anything", () => {
    expect(permissionsOf("viewer").filter((p) => !p.endsWith(":read"))).toEqual([]);
  });
});
