import { recordEntry } from "@/lib/audit/audit.service";
import type { EntryInput } from "@/lib/audit/audit.service";
import { originOf } from "@/lib/audit/checkpoint.rules";
import { signGrownLogs } from "@/lib/audit/checkpoint.service";
import { sequenceBatch } from "@/lib/audit/sequencer.service";
import { db } from "@/lib/platform/db/client";
import { asSuperuser } from "@/lib/platform/db/testing/database";
import { transaction } from "@/lib/platform/db/transactions";
import { newId } from "@/lib/platform/ids";

/** For integration tests: a workspace with nothing in it but its log's name. */
export async function newWorkspace(): Promise<string> {
  const id = newId("workspace");
  await db().workspace.create({
    data: { id, slug: id.replace("_", "-"), name: "Test", auditOrigin: originOf("signalbox.test", id) },
  });
  return id;
}

/** Stages one entry in a transaction of its own. */
export async function stage(workspaceId: string, n: number, more: Partial<EntryInput> = {}): Promise<void> {
  await transaction((tx) =>
    recordEntry(tx, {
      workspaceId,
      actor: { type: "person", id: "per_test" },
      event: "settings.changed",
      subject: { type: "workspace", id: workspaceId },
      facts: { n },
      ...more,
    }),
  );
}

/** Sequences until nothing waits, then signs every log that has grown. */
export async function settle(): Promise<void> {
  for (let taken: number | "busy" = "busy"; taken !== 0; taken = await sequenceBatch());
  for (let report = await signGrownLogs(0); report === "busy"; report = await signGrownLogs(0));
}

/** Does to the log what only a superuser can: grants and the append-only triggers are passed by. */
export async function tamper(sql: string, values: unknown[]): Promise<void> {
  await asSuperuser(sql, values);
}
