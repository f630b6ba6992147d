import { z } from "zod";
import { JsonObject, pageOf, pageQuery, Timestamp } from "@/lib/platform/common.schemas";
import { Problem } from "@/lib/platform/http/problem.schemas";
import { jobStatuses } from "./job.rules";

export const Job = z
  .strictObject({
    id: z.string(),
    kind: z.string().describe("What sort of work it is."),
    title: z.string().describe("The work in words."),
    status: z.enum(jobStatuses),
    progress: z.number().min(0).max(1).describe("How much of it is done."),
    result: JsonObject.nullable().describe("What came of it; null unless it is done."),
    error: Problem.nullable().describe("Why it failed; null unless it did."),
    output: z
      .strictObject({ name: z.string(), mediaType: z.string(), bytes: z.number().int() })
      .nullable()
      .describe(
        "What can be downloaded at `/api/v1/jobs/{id}/output`; null where there is nothing, or nothing any more.",
      ),
    askedBy: z.strictObject({ id: z.string(), name: z.string() }),
    createdAt: Timestamp,
    startedAt: Timestamp.nullable(),
    finishedAt: Timestamp.nullable(),
  })
  .meta({ id: "Job", description: "Long work: it goes on whoever looks, and across restarts." });
export type Job = z.infer<typeof Job>;

export const JobPage = pageOf(Job);
export type JobPage = z.infer<typeof JobPage>;

export const JobQuery = z.strictObject({
  ...pageQuery,
  kind: z.string().min(1).max(100).optional().describe("Of this kind."),
});
export type JobQuery = z.infer<typeof JobQuery>;

/** Which workspace, for a download that a browser follows by itself and cannot give headers. */
export const JobOutputQuery = z.strictObject({
  workspace: z.string().max(100).optional().describe("The slug of the workspace, where a header cannot be sent."),
});
