import type { Mutation } from "./mutation";

/** Guards of long work. */
export const ofJobs: readonly Mutation[] = [
  {
    name: "a job's step is saved under a lease that was lost",
    file: "lib/jobs/lease.service.ts",
    from: "WHERE workspace_id = ${workspaceId} AND id = ${id} AND lease_id = ${leaseId} AND status = 'running'\n      RETURNING",
    to: "WHERE workspace_id = ${workspaceId} AND id = ${id} AND ${leaseId} <> '' AND status = 'running'\n      RETURNING",
    tests: ["lib/jobs/jobs.int.test.ts"],
  },
  {
    name: "a job is taken while its runner is alive",
    file: "lib/jobs/lease.service.ts",
    from: "AND (d.status = 'queued' OR d.lease_until < clock_timestamp())",
    to: "",
    tests: ["lib/jobs/jobs.int.test.ts"],
  },
  {
    name: "a workspace runs as many jobs as there are runners",
    file: "lib/jobs/lease.service.ts",
    from: "AND ${maxRunning} >",
    to: "AND 1000 + ${maxRunning} >",
    tests: ["lib/jobs/jobs.int.test.ts"],
  },
  {
    name: "a job begins for somebody who has lost the right",
    file: "lib/jobs/runner.service.ts",
    from: "if (!(await hasPermission(",
    to: "if (false && !(await hasPermission(",
    tests: ["lib/jobs/jobs.int.test.ts"],
  },
  {
    name: "a job's output is read without the right it takes",
    file: "lib/jobs/job.views.ts",
    from: "  requirePermission(caller, row.permission as Permission);\n",
    to: "",
    tests: ["lib/jobs/jobs.int.test.ts"],
  },
  {
    name: "jobs that have not ended are forgotten",
    file: "lib/jobs/forget.service.ts",
    from: "finished_at < now()",
    to: "created_at < now()",
    tests: ["lib/jobs/jobs.int.test.ts"],
  },
  {
    name: "a job is finished by a runner whose lease is over",
    file: "lib/jobs/lease.service.ts",
    from: "AND lease_id = ${leaseId} AND status = 'running'`;\n    if (count !== 1) throw new JobLeftError();",
    to: "AND status = 'running'`;\n    if (count !== 1) throw new JobLeftError();",
    tests: ["lib/jobs"],
  },
  {
    name: "a job of another workspace is read",
    file: "lib/jobs/job.views.ts",
    from: "where: { workspaceId: caller.workspaceId, id } });",
    to: "where: { id } });",
    tests: ["lib/jobs"],
  },
  {
    name: "a job is cancelled by whoever may ask for one",
    file: "lib/jobs/job.service.ts",
    from: `if (askedById !== caller.personId && !now.permissions.includes("workspace:manage"))`,
    to: "if (false)",
    tests: ["lib/jobs"],
  },
  {
    name: "a finished job is cancelled",
    file: "lib/jobs/job.service.ts",
    from: "where: { workspaceId: caller.workspaceId, id, status: unfinished },",
    to: "where: { workspaceId: caller.workspaceId, id },",
    tests: ["lib/jobs"],
  },
  {
    name: "a person asks for as many jobs as they like",
    file: "lib/jobs/job.service.ts",
    from: "await requireRoom(tx, caller);",
    to: "",
    tests: ["lib/jobs"],
  },
];
