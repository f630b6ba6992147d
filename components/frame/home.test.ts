import { describe, expect, it } from "vitest";
import { permissionsOf, roles } from "@/lib/platform/permissions.rules";
import { homeOf } from "@/lib/sign-in/home.rules";
import { visibleNavigation } from "./navigation.rules";

describe("the page that the console opens on", () => {
  it.each(roles)("is one that the rail of a %s leads to", (role) => {
    const pages = visibleNavigation(permissionsOf(role)).flatMap((group) => group.items.map(({ href }) => href));
    expect(pages).toContain(homeOf(role));
  });

  it("is what waits for those who decide it, and the board for those who watch", () => {
    expect([homeOf("supervisor"), homeOf("reliability"), homeOf("finops"), homeOf("viewer")]).toEqual([
      "/approvals",
      "/board",
      "/board",
      "/board",
    ]);
    expect([homeOf("governance"), homeOf("annotator"), homeOf("context")]).toEqual(["/agents", "/runs", "/runs"]);
  });
});
