import { createHmac } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import canonicalize from "canonicalize";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/platform/db/client";
import { run } from "@/packages/verify/src/cli.mjs";
import type { AuditEntryDetail, AuditPage } from "@/lib/audit/audit.schemas";
import { fromBase64, utf8 } from "@/lib/audit/bytes.rules";
import { parseVerifierKey } from "@/lib/audit/note.rules";
import { checkProof } from "@/lib/audit/proof.rules";
import { sequenceBatch } from "@/lib/audit/sequencer.service";
import { newMember, startAuditServer } from "./testing/audit-server";
import { newWorkspace, settle, stage, tamper } from "@/lib/audit/testing/log";

let server: Awaited<ReturnType<typeof startAuditServer>>;
let directory = "";
let workspaceId = "";
let token = "";
let personId = "";
const count = 25;

beforeAll(async () => {
  server = await startAuditServer();
  directory = await mkdtemp(path.join(tmpdir(), "signalbox-audit-"));
  workspaceId = await newWorkspace();
  ({ token, personId } = await newMember(workspaceId, "governance"));
  for (let n = 0; n < count; n += 1) {
    await stage(workspaceId, n, {
      event: n % 5 === 0 ? "stop.pulled" : n % 2 === 0 ? "action.decided" : "action.requested",
      actor: n % 2 === 0 ? { type: "person", id: personId } : { type: "agent", id: "agt_1" },
      subject: { type: "action", id: `act_${n % 3}` },
      facts: { n, ...(n === 7 ? { word: "Hamburg" } : {}) },
      at: new Date(Date.UTC(2026, 0, 1, 0, n)),
      ...(n === 4 ? { private: { reason: { text: "Müller asked for it" } } } : {}),
    });
    if (n === 9) await settle();
  }
  await settle();
});
afterAll(async () => {
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

const get = (where: string, as = token) =>
  fetch(`${server.url}/api/v1/audit${where}`, { headers: { authorization: `Bearer ${as}` } });
const page = async (where: string) => (await get(where)).json() as Promise<AuditPage>;
const seqs = async (where: string) => (await page(where)).items.map((item) => item.seq);
async function verify(...args: string[]): Promise<{ code: number; text: string }> {
  const lines: string[] = [];
  const code = await run([server.url, "--token", token, ...args], {
    out: (line) => lines.push(line),
    err: (line) => lines.push(line),
    env: {},
  });
  return { code, text: lines.join("\n") };
}

describe("searching", () => {
  it("lists newest first, page after page, each entry once", async () => {
    const all: number[] = [];
    let cursor: string | null = null;
    do {
      const found: AuditPage = await page(`?limit=7${cursor === null ? "" : `&cursor=${cursor}`}`);
      all.push(...found.items.map((item) => item.seq));
      cursor = found.nextCursor;
      expect(found.size).toBe(count);
    } while (cursor !== null);
    expect(all).toEqual(Array.from({ length: count }, (_, i) => count - 1 - i));
  });

  it("finds by event, group of events, actor, subject, time and words", async () => {
    expect(await seqs("?event=stop.pulled")).toEqual([20, 15, 10, 5, 0]);
    expect((await seqs("?event=action")).length).toBe(20);
    expect((await page(`?actor=${personId}`)).items.every((item) => item.actor.name === "Ada Auditor")).toBe(true);
    expect(await seqs("?subject=act_2&event=stop.pulled")).toEqual([20, 5]);
    // From that instant on, and before this one.
    expect(await seqs("?from=2026-01-01T00:03:00Z&to=2026-01-01T00:06:00Z")).toEqual([5, 4, 3]);
    expect(await seqs("?q=hamburg")).toEqual([7]);
    expect(await seqs("?q=nowhere")).toEqual([]);
    expect(await seqs("?q=act_1&limit=2")).toEqual([22, 19]);
  });

  it("lists from the first entry up as well, with the same filters, and tells how far a search for words has come", async () => {
    const all: number[] = [];
    let cursor: string | null = null;
    do {
      const found: AuditPage = await page(`?sort=oldest&limit=7${cursor === null ? "" : `&cursor=${cursor}`}`);
      all.push(...found.items.map((item) => item.seq));
      cursor = found.nextCursor;
    } while (cursor !== null);
    expect(all).toEqual(Array.from({ length: count }, (_, i) => i));
    expect(await seqs("?event=stop.pulled&sort=oldest")).toEqual([0, 5, 10, 15, 20]);
    const first = await page("?q=act_1&limit=2&sort=oldest");
    expect(first.items.map(({ seq }) => seq)).toEqual((await seqs("?q=act_1")).toReversed().slice(0, 2));
    expect(first.searchedTo).toBe(first.items.at(-1)?.seq);
    expect((await page("?q=nowhere&sort=oldest")).searchedTo).toBe(count - 1);
    expect((await get("?sort=by_actor")).status).toBe(400);
  });

  it("refuses filters it does not know, and cursors that are not its own", async () => {
    expect((await get("?actors=x")).status).toBe(400);
    expect((await get("?cursor=x")).status).toBe(400);
    expect((await get("?from=yesterday")).status).toBe(400);
  });

  it("shows nothing to a stranger, and nothing to a member without the right", async () => {
    const stranger = await newMember(await newWorkspace(), "admin");
    expect(((await (await get("", stranger.token)).json()) as AuditPage).items).toEqual([]);
    expect((await get("/3/proof", stranger.token)).status).toBe(404);
    const annotator = await newMember(workspaceId, "annotator");
    for (const where of [
      "",
      "/3",
      "/3/proof",
      "/3/entry",
      "/checkpoint",
      "/checkpoints",
      "/key",
      "/export",
      "/consistency?from=1&to=2",
    ]) {
      expect((await get(where, annotator.token)).status, where).toBe(403);
      expect((await fetch(`${server.url}/api/v1/audit${where}`)).status, where).toBe(401);
    }
  });
});

describe("evidence", () => {
  it("lets an outsider check every entry", async () => {
    const key = parseVerifierKey(await (await get("/key")).text());
    for (let seq = 0; seq < count; seq += 1) {
      const proof = await (await get(`/${seq}/proof`)).text();
      const leaf = new Uint8Array(await (await get(`/${seq}/entry`)).arrayBuffer());
      expect(checkProof({ proof, leaf, keys: [key] }), `${seq}`).toMatchObject({ isProven: true, index: seq });
    }
  });

  it("is answered with the media types and names of the contract", async () => {
    expect((await get("/checkpoint")).headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect((await get("/1/proof")).headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(await (await get("/1/proof")).text()).toMatch(/^c2sp\.org\/tlog-proof@v1\nindex 1\n/);
    expect((await get("/export")).headers.get("content-disposition")).toContain(".signalbox-log");
  });

  it("is not there for entries the log does not have", async () => {
    for (const where of [`/${count}/proof`, `/${count}/entry`, `/${count}`])
      expect((await get(where)).status).toBe(404);
    for (const where of ["/-1/proof", "/x/entry", "/1.5", "/9007199254740993"])
      expect((await get(where)).status).toBe(400);
    expect((await get("/consistency?from=0&to=3")).status).toBe(400);
    expect((await get(`/consistency?from=1&to=${count + 1}`)).status).toBe(400);
  });

  it("says when an entry is not signed yet", { timeout: 15_000 }, async () => {
    const lonely = await newWorkspace();
    const { token: other } = await newMember(lonely, "admin");
    await stage(lonely, 0);
    await sequenceBatch();
    const answer = await get("/0/proof", other);
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ code: "not_signed_yet" });
    expect((await get("/checkpoint", other)).status).toBe(404);
  });

  it("keeps personal texts outside the log, bound to it, and stays valid when they are erased", async () => {
    const { private: secret, commitment, facts } = (await (await get("/4")).json()) as AuditEntryDetail;
    expect(JSON.stringify(facts)).not.toContain("Müller");
    expect(await (await get("/4/entry")).text()).not.toContain("Müller");
    const salt = fromBase64(secret?.salt ?? "") ?? new Uint8Array();
    expect(
      createHmac("sha256", salt)
        .update(utf8(canonicalize(secret?.body) ?? ""))
        .digest("hex"),
    ).toBe(commitment);

    await db().auditPrivate.deleteMany({ where: { workspaceId } });
    expect(await (await get("/4")).json()).toMatchObject({ private: null, commitment });
    expect((await verify("--seq", "4")).code).toBe(0);
  });
});

describe("signalbox-verify against the server", () => {
  it("proves the whole log, one entry, and that it continues an older checkpoint", async () => {
    const vkey = (await (await get("/key")).text()).trim();
    const { items } = (await (await get("/checkpoints")).json()) as { items: { size: number; note: string }[] };
    expect(items.map((item) => item.size)).toEqual([25, 10]);
    const since = path.join(directory, "since");
    await writeFile(since, items.at(-1)?.note ?? "");
    const whole = await verify("--key", vkey, "--since", since);
    expect(whole.text).toContain("All 25 entries");
    expect(whole.code).toBe(0);
    expect(await verify("--key", vkey, "--seq", "3", "--since", since)).toMatchObject({ code: 0 });
  });

  it("proves the downloaded log offline", async () => {
    const file = path.join(directory, "log.signalbox-log");
    await writeFile(file, new Uint8Array(await (await get("/export")).arrayBuffer()));
    const lines: string[] = [];
    expect(await run([file], { out: (line) => lines.push(line), err: (line) => lines.push(line) })).toBe(0);
    expect(lines.join("\n")).toContain("2 checkpoints are signed");
  });
});

describe("a superuser who changes the log behind its back", () => {
  const original = async (seq: number) =>
    (await db().auditEntry.findUniqueOrThrow({ where: { workspaceId_seq: { workspaceId, seq } } })).leaf;

  it("cannot do so through the application's own statements", async () => {
    await expect(db().auditEntry.updateMany({ where: { workspaceId }, data: { event: "x" } })).rejects.toThrow(
      "permission denied",
    );
    await expect(db().auditEntry.deleteMany({ where: { workspaceId } })).rejects.toThrow("permission denied");
    await expect(db().auditNode.deleteMany({ where: { workspaceId } })).rejects.toThrow("permission denied");
    await expect(db().auditCheckpoint.deleteMany({ where: { workspaceId } })).rejects.toThrow("permission denied");
    await expect(db().$executeRawUnsafe("TRUNCATE audit_entries")).rejects.toThrow("permission denied");
  });

  it("is found by one entry's proof and by the whole log when an entry is changed", async () => {
    const leaf = await original(8);
    await tamper("UPDATE audit_entries SET leaf = $3 WHERE workspace_id = $1 AND seq = $2", [
      workspaceId,
      8,
      Buffer.from(leaf).fill(0x39, 20, 21),
    ]);
    expect((await verify("--seq", "8")).code).toBe(1);
    const whole = await verify();
    expect(whole.text).toContain("an entry was changed");
    expect(whole.code).toBe(1);
    await tamper("UPDATE audit_entries SET leaf = $3 WHERE workspace_id = $1 AND seq = $2", [
      workspaceId,
      8,
      Buffer.from(leaf),
    ]);
    expect((await verify()).code).toBe(0);
  });

  it("is found when an entry is removed, or two are swapped", async () => {
    await tamper(
      `UPDATE audit_entries e SET leaf = o.leaf FROM audit_entries o
       WHERE e.workspace_id = $1 AND o.workspace_id = $1 AND e.seq IN (2, 3) AND o.seq = 5 - e.seq`,
      [workspaceId],
    );
    expect((await verify()).code).toBe(1);
    await tamper(
      `UPDATE audit_entries e SET leaf = o.leaf FROM audit_entries o
       WHERE e.workspace_id = $1 AND o.workspace_id = $1 AND e.seq IN (2, 3) AND o.seq = 5 - e.seq`,
      [workspaceId],
    );
    expect((await verify()).code).toBe(0);
    await tamper("UPDATE audit_entries SET workspace_id = 'wsp_hidden' WHERE workspace_id = $1 AND seq = 6", [
      workspaceId,
    ]);
    expect((await verify()).code).toBe(1);
    await tamper("UPDATE audit_entries SET workspace_id = $1 WHERE workspace_id = 'wsp_hidden'", [workspaceId]);
    expect((await verify()).code).toBe(0);
  });
});
