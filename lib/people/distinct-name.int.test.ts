import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as acceptRoute from "@/app/api/v1/invitations/accept/route";
import * as invitationsRoute from "@/app/api/v1/invitations/route";
import * as meRoute from "@/app/api/v1/me/route";
import * as teamsRoute from "@/app/api/v1/teams/route";
import { displayName } from "@/lib/platform/common.schemas";
import { db } from "@/lib/platform/db/client";
import { transaction } from "@/lib/platform/db/transactions";
import { newId } from "@/lib/platform/ids";
import { syncGroupRoles } from "@/lib/sign-in/group-sync.service";
import { signedInBrowser } from "@/lib/sign-in/testing/browser";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";
import { looksOf } from "./distinct-name.service";

async function setUp(name = "Ilya Raup") {
  const world = await makeWorld();
  const [admin, member] = [await world.person("admin"), await world.person("supervisor")];
  await db().person.update({ where: { id: admin.id }, data: { name } });
  return { world, admin, member, browser: await signedInBrowser(member.id) };
}

describe("a name that looks like another member's", () => {
  it.each([
    "Ilya Raup",
    "llya Raup",
    "1lya Raup",
    "ILYA RAUP",
    "ilya raup",
    "Ilya  Raup",
    "Ilуа Rаuр",
    "Ⅰlya Raup",
    "Ilya\u200dRaup".replace("\u200d", " \u200d"),
    "𝐈lya 𝐑aup",
  ])("is refused to who renames themselves %j", async (name) => {
    const { browser } = await setUp();
    expect((await browser.send(meRoute.PATCH, { method: "PATCH", body: { name } })).json).toMatchObject({
      status: 409,
      code: "name_confusable",
    });
  });

  it("is another's address too; one that differs is not, nor one's own in another form", async () => {
    const { admin, member, browser } = await setUp();
    expect((await browser.send(meRoute.PATCH, { method: "PATCH", body: { name: admin.email } })).status).toBe(409);
    for (const name of ["Ilya Kaup", "Ilya R. Raup", member.name, member.name.toUpperCase()])
      expect((await browser.send(meRoute.PATCH, { method: "PATCH", body: { name } })).status).toBe(200);
  });

  it("may be that of a stranger in another workspace", async () => {
    await setUp("Solo Namesake");
    const { browser } = await setUp("Somebody Else");
    expect((await browser.send(meRoute.PATCH, { method: "PATCH", body: { name: "Solo Namesake" } })).status).toBe(200);
  });

  it("is refused to who joins, who can choose another", async () => {
    const { admin } = await setUp();
    const { json } = await call(invitationsRoute.POST, {
      token: admin.token,
      body: { email: `${admin.id}@join.test`, role: "viewer" },
    });
    const accept = (name: string) =>
      call(acceptRoute.POST, { body: { token: json["token"], name, password: "a few good words" } });
    expect((await accept("lIya Raup")).json).toMatchObject({ status: 409, code: "name_confusable" });
    expect((await accept("Ilya B. Raup")).status).toBe(200);
  });

  it("is told apart by the address for who comes through an identity provider, with an entry", async () => {
    const { world } = await setUp();
    const id = newId("person");
    await db().person.create({ data: { id, email: `${id}@corp.example`, name: "Ilya Raup" } });
    await transaction((tx) => syncGroupRoles(tx, id, "corp", new Map([[world.slug, "viewer"]])));
    expect((await db().person.findUniqueOrThrow({ where: { id } })).name).toBe(`Ilya Raup (${id}@corp.example)`);
    expect(
      (await db().auditStaged.findMany({ where: { subjectId: id }, orderBy: { id: "asc" } })).map((e) => e.event),
    ).toEqual(["person.updated", "person.joined"]);
  });

  it("is given to one of two who take it at the same moment", async () => {
    const { world, browser } = await setUp();
    const other = await signedInBrowser((await world.person("viewer")).id);
    const answers = await Promise.all(
      [browser, other].map((b) => b.send(meRoute.PATCH, { method: "PATCH", body: { name: "Sought After" } })),
    );
    expect(answers.map((a) => a.status).toSorted()).toEqual([200, 409]);
  });
});

describe("a display name", () => {
  const Name = displayName(100);
  it.each([
    "a\u0000b",
    "a\nb",
    "\u202eadmin",
    "a\u2066b",
    "a\u200eb",
    "\u3164",
    "a\u00adb",
    "\u2800",
    " ",
    "a\ud800",
    "a\u{e0041}",
    "\u200d",
    "e\u0301\u0302\u0303\u0304\u0305\u0306",
    "",
  ])("%j is refused", (name) => expect(Name.safeParse(name).success).toBe(false));
  it.each(["Zoë", "李小龍", "محمد", "می\u200cخواهم", "O’Brien-Smith", "Team 7", "🤖 Ops", "👩\u200d🚒", "N'Guyễn"])(
    "%j is a name",
    (name) => expect(Name.safeParse(name).success).toBe(true),
  );
  it("is kept composed, with single spaces", () => expect(Name.parse("  Zoe\u0308 \u00a0 K ")).toBe("Zoë K"));

  it("never holds what turns or hides text, whatever is sent", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        const parsed = Name.safeParse(text);
        if (!parsed.success) return;
        expect(parsed.data).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\ufeff]/u);
        expect(looksOf(` ${parsed.data}\u200b`)).toEqual(looksOf(parsed.data));
      }),
    );
  });

  it("is asked of every name that is shown: of teams too", async () => {
    const { admin } = await setUp();
    expect((await call(teamsRoute.POST, { token: admin.token, body: { name: "Ops\u202e" } })).json).toMatchObject({
      status: 400,
      code: "invalid_request",
    });
  });
});
