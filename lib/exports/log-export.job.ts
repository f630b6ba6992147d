import { z } from "zod";
import { beginExport, exportEntries } from "@/lib/audit/evidence.views";
import { defineJob } from "@/lib/jobs/job-kind";
import { requestJob } from "@/lib/jobs/job.service";
import type { Job } from "@/lib/jobs/job.schemas";
import { transaction } from "@/lib/platform/db/transactions";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { logExportKind } from "./log-export.rules";
import { LogExportRequest } from "./log-export.schemas";

/** The whole audit log up to its newest checkpoint, as a file that signalbox-verify reads: the same bytes as `exportLog` streams. */
export const logExport = defineJob({
  kind: logExportKind,
  title: "Export of the audit log",
  permission: "audit:read",
  parameters: LogExportRequest,
  /** Which entry comes next, of how many: later ones are not in the file, however long it takes. */
  checkpoint: z.strictObject({ next: z.number().int(), size: z.number().int() }),
  result: z.strictObject({ entries: z.number().int() }),
  output: {
    mediaType: "text/plain; charset=utf-8",
    fileName: (workspaceSlug) => `${workspaceSlug}.signalbox-log`,
  },
  async run({ workspaceId, checkpoint, save }) {
    let at = checkpoint;
    if (!at) {
      const { head, size } = await beginExport(workspaceId);
      at = { next: 0, size };
      await save({ checkpoint: at, progress: 0, output: head });
    }
    while (at.next < at.size) {
      const { lines, next } = await exportEntries(workspaceId, at.next, at.size);
      at = { ...at, next };
      await save({ checkpoint: at, progress: next / at.size, output: lines });
    }
    return { entries: at.size };
  },
});

/** Asks for the file. @throws as `requestJob` */
export function requestLogExport(caller: PersonCaller, request: LogExportRequest): Promise<Job> {
  return transaction((tx) => requestJob(tx, caller, logExport, request));
}
