import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/lib/platform/db/client";
import { env } from "@/lib/platform/env";
import { readAnchor, writeAnchor } from "./anchor";
import { signCheckpoint, verifyCheckpoint } from "./checkpoint.rules";
import { signGrownLogs } from "./checkpoint.service";
import { appendLeaves, emptyRange } from "./merkle.rules";
import { formatVerifierKey, verifierKey } from "./note.rules";
import { sequenceBatch } from "./sequencer.service";
import { sequencerHealth, startSequencer } from "./sequencer-loop.service";
import { serverHasher } from "./server-hasher";
import { forgetSigningKey, signerOf } from "./signing-key";
import { newWorkspace, settle, stage, tamper } from "./testing/log";

let workspaceId = "";
beforeEach(async () => {
  workspaceId = await newWorkspace();
  for (let n = 0; n < 6; n += 1) await stage(workspaceId, n);
  await settle();
});

const signedSizes = async () =>
  (
    await db().auditCheckpoint.findMany({ where: { workspaceId }, orderBy: { size: "asc" }, select: { size: true } })
  ).map((row) => Number(row.size));

/** Lets the log grow and tries to sign it. Returns why it was not signed. */
async function refusal(): Promise<string | undefined> {
  await stage(workspaceId, 99);
  while ((await sequenceBatch()) !== 0);
  const report = await signGrownLogs(0);
  return report === "busy" ? "busy" : report.refused.get(workspaceId);
}

/** Rewrites an entry and everything above it, as someone would who knows how the tree is built. */
async function rewriteHistory(): Promise<void> {
  const entries = await db().auditEntry.findMany({ where: { workspaceId }, orderBy: { seq: "asc" } });
  const leaves = entries.map((entry, i) => (i === 2 ? Buffer.from('{"forged":true}') : Buffer.from(entry.leaf)));
  const leafHashes = leaves.map((leaf) => serverHasher.leaf(leaf));
  await tamper("UPDATE audit_entries SET leaf = $2, leaf_hash = $3 WHERE workspace_id = $1 AND seq = 2", [
    workspaceId,
    leaves[2],
    Buffer.from(leafHashes[2] ?? []),
  ]);
  for (const { level, index, hash } of appendLeaves(emptyRange, leafHashes, serverHasher).nodes) {
    await tamper("UPDATE audit_nodes SET hash = $4 WHERE workspace_id = $1 AND level = $2 AND index = $3", [
      workspaceId,
      level,
      index,
      Buffer.from(hash),
    ]);
  }
}

describe("a checkpoint", () => {
  it("is signed for every state of the log asked for, and only when it grew", async () => {
    expect(await signedSizes()).toEqual([6]);
    expect(await signGrownLogs(0)).toMatchObject({ signed: 0 });
    expect(await refusal()).toBeUndefined();
    expect(await signedSizes()).toEqual([6, 7]);
  });

  it("is signed at most once in the time given", async () => {
    await stage(workspaceId, 7);
    while ((await sequenceBatch()) !== 0);
    expect(await signGrownLogs(60_000)).toMatchObject({ signed: 0 });
    expect(await signedSizes()).toEqual([6]);
  });

  it("is refused when history was rewritten, tree and all", async () => {
    await rewriteHistory();
    expect(await refusal()).toContain("no longer those that were signed");
    expect(await signedSizes()).toEqual([6]);
  });

  it("is refused when history was rewritten and the stored checkpoints with it", async () => {
    await rewriteHistory();
    await tamper("DELETE FROM audit_checkpoints WHERE workspace_id = $1", [workspaceId]);
    expect(await refusal()).toContain("were removed");
    expect(await signedSizes()).toEqual([]);
  });

  it("is refused when entries were cut off the end", async () => {
    await tamper("DELETE FROM audit_entries WHERE workspace_id = $1 AND seq >= 3", [workspaceId]);
    await tamper("DELETE FROM audit_nodes WHERE workspace_id = $1 AND (index + 1) * (1 << level) > 3", [workspaceId]);
    await tamper("UPDATE audit_heads SET size = 3 WHERE workspace_id = $1", [workspaceId]);
    expect(await refusal()).toContain("only 4 are left");
  });

  it("is refused when a node of the tree is missing", async () => {
    await tamper("DELETE FROM audit_nodes WHERE workspace_id = $1 AND level = 1 AND index = 2", [workspaceId]);
    await stage(workspaceId, 99);
    await expect(sequenceBatch()).rejects.toThrow("lacks node");
    await tamper("DELETE FROM audit_staged WHERE workspace_id = $1", [workspaceId]);
  });

  it("is refused when the last one was replaced by someone without the key", async () => {
    const { auditOrigin } = await db().workspace.findUniqueOrThrow({ where: { id: workspaceId } });
    const forged = signCheckpoint({ origin: auditOrigin, size: 6, root: new Uint8Array(32) }, [
      { key: signerOf(auditOrigin).key, sign: () => new Uint8Array(64) },
      { key: verifierKey("stranger", new Uint8Array(32)), sign: () => new Uint8Array(64) },
    ]);
    await tamper("UPDATE audit_checkpoints SET note = $2 WHERE workspace_id = $1", [workspaceId, forged]);
    expect(await refusal()).toContain("does not verify");
  });

  it("is refused when it contradicts what was kept outside the database", async () => {
    const kept = readAnchor(workspaceId);
    expect(kept).toBeDefined();
    const other = await newWorkspace();
    await stage(other, 1);
    await settle();
    const { auditOrigin } = await db().workspace.findUniqueOrThrow({ where: { id: workspaceId } });
    writeAnchor(
      workspaceId,
      signCheckpoint({ origin: auditOrigin, size: 4, root: new Uint8Array(32).fill(1) }, [signerOf(auditOrigin)]),
    );
    expect(await refusal()).toContain("no longer those that were signed");
    writeAnchor(workspaceId, kept ?? "");
    expect(await refusal()).toBeUndefined();
  });

  it("goes on from the database where nothing was kept outside, as after a move to another machine", async () => {
    rmSync(join(env().SIGNALBOX_DATA_DIR, "audit-anchors"), { recursive: true });
    expect(await refusal()).toBeUndefined();
    expect(await signedSizes()).toEqual([6, 7]);
  });

  it("that is refused shows in the sequencer's health, and no longer when the cause is gone", {
    timeout: 20_000,
  }, async () => {
    const kept = readAnchor(workspaceId) ?? "";
    const { auditOrigin } = await db().workspace.findUniqueOrThrow({ where: { id: workspaceId } });
    writeAnchor(
      workspaceId,
      signCheckpoint({ origin: auditOrigin, size: 4, root: new Uint8Array(32).fill(1) }, [signerOf(auditOrigin)]),
    );
    await stage(workspaceId, 7);
    const stop = startSequencer();
    try {
      const refused = () => sequencerHealth().refused.some((log) => log.workspaceId === workspaceId);
      await expect.poll(refused).toBe(true);
      expect(sequencerHealth().status).toBe("refusing");
      writeAnchor(workspaceId, kept);
      await expect.poll(refused).toBe(false);
    } finally {
      await stop();
    }
  });
});

describe("the signing key", () => {
  it("can be changed by naming the old one, and not without", async () => {
    const directory = env().SIGNALBOX_DATA_DIR;
    const { auditOrigin } = await db().workspace.findUniqueOrThrow({ where: { id: workspaceId } });
    const old = formatVerifierKey(signerOf(auditOrigin).key);
    const kept = readFileSync(join(directory, "audit-ed25519.pem"));
    rmSync(join(directory, "audit-ed25519.pem"));
    forgetSigningKey();
    try {
      expect(await refusal()).toContain("does not verify");
      writeFileSync(join(directory, "audit-previous-keys"), `${old}\n`);
      expect(await refusal()).toBeUndefined();
      expect(await signedSizes()).toEqual([6, 8]);
      const { note } = await db().auditCheckpoint.findFirstOrThrow({
        where: { workspaceId },
        orderBy: { size: "desc" },
      });
      expect(verifyCheckpoint(note, [signerOf(auditOrigin).key]).size).toBe(8);
      expect(formatVerifierKey(signerOf(auditOrigin).key)).not.toBe(old);
    } finally {
      writeFileSync(join(directory, "audit-ed25519.pem"), kept);
      rmSync(join(directory, "audit-previous-keys"), { force: true });
      forgetSigningKey();
    }
  });

  it("lies in the data directory, readable to its owner only, and outside the database", async () => {
    const path = join(env().SIGNALBOX_DATA_DIR, "audit-ed25519.pem");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, "utf8")).toContain("BEGIN PRIVATE KEY");
  });

  it("signs each workspace's log under the log's own name", async () => {
    const { note } = await db().auditCheckpoint.findFirstOrThrow({ where: { workspaceId } });
    const { auditOrigin } = await db().workspace.findUniqueOrThrow({ where: { id: workspaceId } });
    expect(verifyCheckpoint(note, [signerOf(auditOrigin).key]).origin).toBe(auditOrigin);
    expect(() => verifyCheckpoint(note, [signerOf("signalbox.test/other").key])).toThrow();
  });
});
