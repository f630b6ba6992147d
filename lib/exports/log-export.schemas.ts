import { z } from "zod";

/** What an export of the audit log takes: nothing yet. It is always the whole log up to its newest checkpoint. */
export const LogExportRequest = z.strictObject({});
export type LogExportRequest = z.infer<typeof LogExportRequest>;
