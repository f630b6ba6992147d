import { describe, expect, it } from "vitest";
import * as invitationRoute from "@/app/api/v1/invitations/[id]/route";
import * as acceptRoute from "@/app/api/v1/invitations/accept/route";
import * as invitationsRoute from "@/app/api/v1/invitations/route";
import { db, pool } from "@/lib/platform/db/client";
import { newId } from "@/lib/platform/ids";
import { checkPassword } from "@/lib/sign-in/sign-in.service";
import { signedInBrowser } from "@/lib/sign-in/testing/browser";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";

const password = "a few good words";

async function setUp() {
  const world = await makeWorld();
  const admin = await world.person("admin");
  const email = `${newId("person")}@new.example`;
  const invite = async (body: Record<string, unknown> = {}) =>
    (await call(invitationsRoute.POST, { token: admin.token, body: { email, role: "supervisor", ...body } })).json;
  return { world, admin, email, invite };
}
const accept = (token: unknown, body: Record<string, unknown> = { name: "New Person", password }) =>
  call(acceptRoute.POST, { body: { token, ...body } });
const preview = (token: unknown) =>
  call(acceptRoute.GET, { path: `/api/v1/invitations/accept?token=${String(token)}` });

describe("an invitation", () => {
  it("makes an account, once, that can sign in with the role and teams it named", async () => {
    const { world, email, invite } = await setUp();
    const teamId = newId("team");
    await db().team.create({ data: { id: teamId, workspaceId: world.workspaceId, name: "Care" } });
    const { token, url } = await invite({ email: email.toUpperCase(), teamIds: [teamId] });
    expect(String(url)).toBe(`http://localhost:3000/join?token=${String(token)}`);
    expect((await preview(token)).json).toMatchObject({ email, role: "supervisor", hasAccount: false });
    expect((await accept(token)).json).toEqual({ email, workspace: world.slug });
    const id = await checkPassword(email, password, { address: "test", browser: undefined });
    expect(id).toBeDefined();
    expect(await db().membership.findFirst({ where: { personId: id, workspaceId: world.workspaceId } })).toMatchObject({
      role: "supervisor",
      source: "invitation",
    });
    expect(await db().teamMember.count({ where: { personId: id, teamId } })).toBe(1);
    const again = await accept(token, { name: "Thief", password: "another good word" });
    expect([again.status, again.json["code"]]).toEqual([410, "invitation_used"]);
    expect((await preview(token)).status).toBe(410);
  });

  it("that two use at the same moment lets one in", async () => {
    const { world, invite } = await setUp();
    const { token } = await invite();
    const answers = await Promise.all([accept(token), accept(token), accept(token)]);
    expect(answers.filter((a) => a.status === 200)).toHaveLength(1);
    for (const refused of answers.filter((a) => a.status !== 200)) expect([409, 410]).toContain(refused.status);
    expect(await db().membership.count({ where: { workspaceId: world.workspaceId } })).toBe(2);
  });

  it("that is taken back while somebody uses it lets nobody in", async () => {
    const { world, invite } = await setUp();
    const { id, token } = await invite();
    const client = await pool().connect();
    try {
      await client.query("BEGIN");
      await client.query("UPDATE invitations SET revoked_at = now() WHERE id = $1", [id]);
      // It has been read as a good one, and waits to be used up.
      const late = accept(token);
      const waiting = `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query ILIKE '%invitations%'`;
      await expect
        .poll(async () => (await pool().query<{ n: number }>(waiting)).rows[0]?.n, { timeout: 20_000 })
        .toBe(1);
      await client.query("COMMIT");
      expect((await late).json).toMatchObject({ status: 410, code: "invitation_used" });
    } finally {
      client.release();
    }
    expect(await db().membership.count({ where: { workspaceId: world.workspaceId } })).toBe(1);
  });

  it("is refused once it has expired, and once it was taken back", async () => {
    const { admin, invite } = await setUp();
    const expired = await invite();
    await db().invitation.update({
      where: { id: String(expired["id"]) },
      data: { expiresAt: new Date(Date.now() - 1) },
    });
    for (const use of [accept, preview])
      expect((await use(expired["token"])).json).toMatchObject({ status: 410, code: "invitation_expired" });
    const revoked = await invite();
    const revoke = () =>
      call(invitationRoute.DELETE, { token: admin.token, method: "DELETE", params: { id: String(revoked["id"]) } });
    expect((await revoke()).status).toBe(204);
    for (const use of [accept, preview])
      expect((await use(revoked["token"])).json).toMatchObject({ status: 410, code: "invitation_revoked" });
    expect((await revoke()).json).toMatchObject({ status: 409, code: "invitation_closed" });
  });

  it("is unknown with one character changed, and its token is stored nowhere", async () => {
    const { admin, invite } = await setUp();
    const { token, id } = await invite();
    const altered = String(token).slice(0, -1) + (String(token).endsWith("a") ? "b" : "a");
    for (const use of [accept, preview])
      expect((await use(altered)).json).toMatchObject({ status: 404, code: "not_found" });
    expect((await call(invitationsRoute.GET, { token: admin.token })).text).not.toContain(String(token));
    expect(JSON.stringify(await db().invitation.findUniqueOrThrow({ where: { id: String(id) } }))).not.toContain(
      String(token),
    );
  });

  it("opens no account that exists: its holder must be signed in to it", async () => {
    const { world, invite } = await setUp();
    const known = await (await makeWorld()).person("viewer");
    const { token } = await invite({ email: known.email });
    expect((await accept(token)).json).toMatchObject({ status: 409, code: "account_exists" });
    const other = await signedInBrowser((await world.person("viewer")).id);
    expect((await other.send(acceptRoute.POST, { body: { token } })).json).toMatchObject({
      status: 409,
      code: "account_exists",
    });
    const own = await signedInBrowser(known.id);
    expect(
      (await own.send(acceptRoute.POST, { body: { token }, headers: { origin: "https://evil.example" } })).json,
    ).toMatchObject({ status: 403, code: "cross_site" });
    expect((await own.send(acceptRoute.POST, { body: { token } })).json).toEqual({
      email: known.email,
      workspace: world.slug,
    });
    expect(await checkPassword(known.email, password, { address: "test", browser: undefined })).toBeUndefined();
  });

  it("needs a name and a password of twelve characters", async () => {
    const { invite } = await setUp();
    const { token } = await invite();
    expect((await accept(token, {})).json).toMatchObject({ status: 422, code: "name_and_password_required" });
    expect((await accept(token, { name: "A", password: "short" })).status).toBe(400);
    expect((await accept(token)).status).toBe(200);
  });

  it("is not made for members, for teams of another workspace, or by anybody but an administrator", async () => {
    const { world, admin, invite } = await setUp();
    const supervisor = await world.person("supervisor");
    expect(await invite({ email: supervisor.email })).toMatchObject({ status: 409, code: "already_member" });
    expect(await invite({ teamIds: ["tea_other"] })).toMatchObject({ status: 422, code: "unknown_team" });
    expect(
      (await call(invitationsRoute.POST, { token: supervisor.token, body: { email: "x@y.example", role: "admin" } }))
        .status,
    ).toBe(403);
    expect((await call(invitationsRoute.GET, { token: supervisor.token })).status).toBe(403);
    expect(await db().auditStaged.count({ where: { workspaceId: world.workspaceId } })).toBe(0);
    expect(admin.id).toBeDefined();
  });
});
