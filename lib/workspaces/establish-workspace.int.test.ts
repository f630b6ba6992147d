import { expect, test } from "vitest";
import { acceptInvitation } from "@/lib/people/invitation.service";
import { db } from "@/lib/platform/db/client";
import { foundWorkspace } from "./establish-workspace.service";

const wanted = { slug: "acme-rail", name: "Acme Rail", adminEmail: "Ada@Acme.example" };

test("the first administrator joins a new workspace by the link, once", async () => {
  const { workspaceId, joinUrl } = await foundWorkspace(wanted);
  const token = new URL(joinUrl).searchParams.get("token") ?? "";
  const accept = { token, name: "Ada", password: "correct horse battery staple" };
  expect(await acceptInvitation(undefined, accept)).toEqual({ email: "ada@acme.example", workspace: "acme-rail" });
  expect(await db().membership.findMany({ where: { workspaceId }, select: { role: true } })).toEqual([
    { role: "admin" },
  ]);
  await expect(acceptInvitation(undefined, accept)).rejects.toMatchObject({ code: "invitation_used" });
});

test("a workspace and its first invitation each have one entry in the audit log", async () => {
  const { workspaceId } = await foundWorkspace({ ...wanted, slug: "with-entries" });
  const staged = await db().auditStaged.findMany({
    where: { workspaceId },
    orderBy: { entryId: "asc" },
    select: { event: true, actorType: true },
  });
  expect(staged).toEqual([
    { event: "workspace.created", actorType: "system" },
    { event: "person.invited", actorType: "system" },
  ]);
});

test("a slug that is taken or malformed founds nothing", async () => {
  await foundWorkspace({ ...wanted, slug: "taken" });
  const before = await db().workspace.count();
  await expect(foundWorkspace({ ...wanted, slug: "taken" })).rejects.toMatchObject({ code: "slug_taken" });
  await expect(foundWorkspace({ ...wanted, slug: "Not A Slug" })).rejects.toMatchObject({ code: "invalid_slug" });
  await expect(foundWorkspace({ ...wanted, slug: "no-address", adminEmail: "nobody" })).rejects.toMatchObject({
    code: "invalid_email",
  });
  expect(await db().workspace.count()).toBe(before);
});
