import { expect, it } from "vitest";
import { env } from "@/lib/platform/env";
import { pool } from "@/lib/platform/db/client";
import { readAnchor, writeAnchor } from "./anchor";
import { logsOlderThanAnchors, olderDatabaseMessage } from "./older-database.service";
import { newWorkspace, settle, stage, tamper } from "./testing/log";

const look = () => logsOlderThanAnchors(pool(), env().SIGNALBOX_DATA_DIR);

it("a database older than what was signed is found before anything is served, whatever is missing of it", async () => {
  expect(await look()).toEqual([]);
  const workspaceId = await newWorkspace();
  for (let n = 0; n < 3; n += 1) await stage(workspaceId, n);
  await settle();
  expect(await look()).toEqual([]);
  const older = readAnchor(workspaceId) ?? "";

  // Entries written after the last signature are no fault; nor is an anchor older than the database.
  await stage(workspaceId, 3);
  await settle();
  writeAnchor(workspaceId, older);
  expect(await look()).toEqual([]);

  // The backup of a moment before the last signature.
  await tamper("DELETE FROM audit_checkpoints WHERE workspace_id = $1", [workspaceId]);
  await tamper("UPDATE audit_heads SET size = 2 WHERE workspace_id = $1", [workspaceId]);
  expect(await look()).toEqual([{ workspaceId, signed: 3, left: 2 }]);
  expect(olderDatabaseMessage(await look())).toContain("3 entries were signed, and 2 are left");

  // One that grew again, with other entries.
  await tamper("UPDATE audit_heads SET size = 9 WHERE workspace_id = $1", [workspaceId]);
  expect(olderDatabaseMessage(await look())).toContain("the first 3 entries are not the ones that were signed");

  // And one from before the workspace.
  await tamper("DELETE FROM audit_heads WHERE workspace_id = $1", [workspaceId]);
  expect(olderDatabaseMessage(await look())).toContain("does not know the log");

  writeAnchor(workspaceId, "torn");
  await expect(look()).rejects.toThrow(/is no checkpoint: restore it/);
});
