import { describe, expect, it } from "vitest";
import { isWithin, visibleNavigation } from "@/components/frame/navigation.rules";
import { guideOf } from "@/lib/platform/guides.rules";
import { permissionsOf } from "@/lib/platform/permissions.rules";

const labels = (role: Parameters<typeof permissionsOf>[0]) =>
  visibleNavigation(permissionsOf(role)).flatMap((group) => group.items.map((item) => item.label));

describe("the rail", () => {
  it("shows an administrator everything", () => {
    expect(labels("admin")).toEqual([
      "Board",
      "Approvals",
      "Actions",
      "Runs",
      "Agents",
      "Catalog",
      "Controls",
      "Audit",
      "People",
      "Settings",
    ]);
  });

  it("does not show what a role cannot use, nor a group left empty by that", () => {
    expect(labels("viewer")).not.toContain("Audit");
    expect(labels("viewer")).not.toContain("Settings");
    expect(visibleNavigation(permissionsOf("viewer")).map((group) => group.label)).not.toContain("Prove");
    expect(visibleNavigation([])).toEqual([]);
  });

  it("gives every page a letter of its own", () => {
    const letters = visibleNavigation(permissionsOf("admin")).flatMap((group) =>
      group.items.map((item) => item.letter),
    );
    expect(new Set(letters).size).toBe(letters.length);
  });

  it("leads from every page to the guide that is about it", () => {
    const hrefs = visibleNavigation(permissionsOf("admin")).flatMap((group) => group.items.map((item) => item.href));
    expect(hrefs.filter((href) => guideOf(href) === undefined)).toEqual([]);
  });

  it("marks a page by itself and by what lies below it, not by a name that only begins alike", () => {
    expect(isWithin("/runs/run_1", "/runs")).toBe(true);
    expect(isWithin("/runs", "/runs")).toBe(true);
    expect(isWithin("/runsheet", "/runs")).toBe(false);
  });
});
