import type { Job } from "@/lib/jobs/job.schemas";
import { fetchJson } from "@/lib/platform/http/fetch-json";
import { api } from "@/lib/platform/routes";

/** @param idempotencyKey the same when it is sent again after a lost answer: it is asked for once */
export function askForLogExport(idempotencyKey: string): Promise<Job> {
  return fetchJson(api.auditExports(), {
    method: "POST",
    body: {},
    idempotencyKey,
    schema: async () => (await import("@/lib/jobs/job.schemas")).Job,
  });
}
