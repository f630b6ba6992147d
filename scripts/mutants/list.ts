import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../paths";
import type { Mutation } from "./mutation";

const authority = ["lib/sessions/authority-lost.int.test.ts"];
const decides = ["lib/approvals/decide.int.test.ts", "lib/pending/authority.int.test.ts", "lib/gate/invariants.int.test.ts"];

/** Services that ask again, in the transaction that changes something, whether the person still has the right. */
const asking = [
  "agents/agent",
  "alarms/alarm",
  "approvals/claim",
  "approvals/decide",
  "approvals/withdraw",
  "catalog/catalog",
  "discussion/discussion",
  "keys/key",
  "people/invitation",
  "people/membership",
  "stops/stop",
  "teams/team",
  "workspaces/settings",
].map((service) => `lib/${service}.service.ts`);

/** Each place of a file that matches, as a mutation. */
function everyPlace(file: string, pattern: RegExp, make: (text: string, place: number) => Omit<Mutation, "file" | "from" | "at">): Mutation[] {
  const seen = new Map<string, number>();
  return [...readFileSync(join(repositoryRoot, file), "utf8").matchAll(pattern)].map(([from], place) => {
    const at = seen.get(from) ?? 0;
    seen.set(from, at + 1);
    return { file, from, at, ...make(from, place) };
  });
}

const lostAuthority = asking.flatMap((file) =>
  everyPlace(file, /await confirmPermission\(tx, caller, "[\w:]+"\)/g, (from, place) => ({ name: `${file}, ${place + 1}: a role taken away is used (${from})`, to: "caller", tests: authority })),
);

const withoutEpoch = `(async (workspaceId, work) => (await import("@/lib/platform/db/transactions")).transaction((tx) => work(tx, 1n)))(`;
const keptEpoch = asking.flatMap((file) =>
  everyPlace(file, /(?:await|return) controlChange\(/g, (from, place) => ({ name: `${file}, ${place + 1}: a control changes, and the epoch stays`, to: from.replace("controlChange(", withoutEpoch), tests: authority })),
);

const byHand: Mutation[] = [
  { name: "an action is escalated though it was decided meanwhile", file: "lib/approvals/escalate.service.ts", from: `status: "pending", settlingId: null },`, to: "},", tests: ["lib/approvals", ...decides] },
  { name: "a vote is given on what was decided meanwhile", file: "lib/approvals/decide.service.ts", from: `status: "pending", settlingId: null, expiresAt: { gt: at } },`, to: "},", tests: decides },
  { name: "a second vote replaces one in its grace period", file: "lib/approvals/decide.service.ts", from: `if (before.action.settlingId !== null) throw`, to: `if (false) throw`, tests: decides },
  { name: "what was shown is not compared with what would run", file: "lib/approvals/decide.service.ts", from: "if (request.seenDigest !== action.digest) throw", to: "if (false) throw", tests: decides },
  { name: "red is approved several at once, where it became red meanwhile", file: "lib/approvals/decide.service.ts", from: "if (inBulk && request.decision", to: "if (false && request.decision", tests: ["lib/approvals"] },
  { name: "red is approved several at once", file: "lib/approvals/bulk.service.ts", from: `if (found.some((a) => a.zone === "red")) throw`, to: "if (false) throw", tests: ["lib/approvals"] },
  { name: "who may not decide it decides", file: "lib/approvals/decide.service.ts", from: "if (before.refusal) throw before.refusal;", to: "", tests: [...decides, "lib/approvals/ownership.int.test.ts"] },
  { name: "what waits in a run that is over is decided", file: "lib/approvals/decide.service.ts", from: "if (await runIsOver(tx, before.action.runId)) throw runOver();", to: "", tests: ["lib/runs", ...decides] },
  { name: "what the log contradicts is decided", file: "lib/actions/covered.service.ts", from: "throw new ContradictsLogError(", to: "void new ContradictsLogError(", tests: ["lib/actions/contradicts-log.int.test.ts", "lib/actions/covered.int.test.ts"] },
  { name: "a claim is taken from its holder", file: "lib/approvals/claim.service.ts", from: `status: "pending", ...change.where },`, to: `status: "pending" },`, tests: decides },
  { name: "who may not decide it claims it", file: "lib/approvals/claim.service.ts", from: "if (refusal) throw refusal;", to: "", tests: [...decides, "lib/approvals/ownership.int.test.ts"] },
  { name: "the time to decide is extended as early as one likes", file: "lib/approvals/claim.service.ts", from: "lte: soon, ", to: "", tests: decides },
  { name: "a vote is taken back by whoever may read", file: "lib/approvals/withdraw.service.ts", from: `throw new ForbiddenError("not_yours"`, to: `void new ForbiddenError("not_yours"`, tests: decides },
  { name: "the final decision is made twice", file: "lib/approvals/finalize.service.ts", from: "if (row?.decided !== true) throw alreadyDecided();", to: "", tests: decides },
  { name: "a vote settles though a stop was pulled since", file: "lib/approvals/settle.service.ts", from: "lost?.because ??", to: "undefined ??", tests: decides },
  { name: "a vote settles in a run that is over", file: "lib/approvals/settle.service.ts", from: "if (await runIsOver(tx, due.runId)) {", to: "if (false) {", tests: ["lib/runs"] },
  { name: "what expires in its grace period is denied", file: "lib/approvals/sweep.service.ts", from: `status: "pending", settlingId: null, expiresAt: { lte: new Date() } },`, to: `status: "pending", expiresAt: { lte: new Date() } },`, tests: decides },
  { name: "nothing expires", file: "lib/approvals/sweep.service.ts", from: "expiresAt: { lte: new Date() } },", to: "expiresAt: { lte: new Date(0) } },", tests: decides },
  { name: "nothing settles", file: "lib/approvals/sweep.service.ts", from: "settlesAt: { lte: new Date() } },", to: "settlesAt: { lte: new Date(0) } },", tests: decides },
  { name: "lost executions are never marked", file: "lib/approvals/sweep.service.ts", from: "p.consumed_at < ${before}", to: "p.consumed_at < ${before} AND false", tests: ["lib/approvals/lost.int.test.ts"] },
  { name: "every execution is lost at once", file: "lib/approvals/sweep.service.ts", from: "lostAfterSeconds * 1000", to: "0", tests: ["lib/approvals/lost.int.test.ts"] },
  { name: "an execution is lost after its report", file: "lib/approvals/sweep.service.ts", from: "a.execution_status = 'started' AND", to: "", tests: ["lib/approvals/lost.int.test.ts"] },
  { name: "retention deletes sessions that are open", file: "lib/worker/retention.ts", from: "coalesce(revoked_at, expires_at) < now() - make_interval(days => $1)", to: "coalesce(revoked_at, expires_at) < now() + make_interval(days => $1)", tests: ["lib/worker/retention.int.test.ts"] },
  { name: "retention deletes every idempotency key", file: "lib/worker/retention.ts", from: "WHERE created_at < now() - make_interval(days => $1)", to: "WHERE $1 > 0", tests: ["lib/worker/retention.int.test.ts"] },
  { name: "retention deletes decisions", file: "lib/worker/retention.ts", from: `"DELETE FROM sessions`, to: `"WITH gone AS (DELETE FROM decisions WHERE at < now() + interval '1 day') DELETE FROM sessions`, tests: ["lib/worker/retention.int.test.ts"] },
  { name: "an outcome is reported twice", file: "lib/actions/execution.service.ts", from: `executionStatus: { in: ["started", "lost"] } },`, to: "},", tests: ["lib/gate", "lib/actions", "lib/approvals/decide.int.test.ts"] },
  { name: "an outcome is taken on a key that was revoked", file: "lib/actions/execution.service.ts", from: "await confirmKey(tx, caller);", to: "", tests: ["lib/keys", "lib/gate"] },
  { name: "an action is cancelled on a key that was revoked", file: "lib/approvals/cancel.service.ts", from: "await confirmKey(tx, caller);", to: "", tests: ["lib/keys", "lib/approvals"] },
  { name: "a question is answered on a key that was revoked", file: "lib/discussion/discussion.service.ts", from: "await confirmKey(tx, caller);", to: "", tests: ["lib/keys", "lib/discussion"] },
  { name: "a run is started on a key that was revoked", file: "lib/runs/run-start.service.ts", from: "await confirmKey(tx, caller);", to: "", tests: ["lib/keys", "lib/runs"] },
  { name: "a run is ended on a key that was revoked", file: "lib/runs/run.service.ts", from: "await confirmKey(tx, caller);", to: "", tests: ["lib/keys", "lib/runs"] },
  { name: "a stop is pulled on a key that was revoked", file: "lib/stops/stop.service.ts", from: "else await confirmKey(tx, caller);", to: "", tests: ["lib/keys", "lib/stops"] },
  { name: "a stop is re-armed twice", file: "lib/stops/stop.service.ts", from: "where: { id, workspaceId, rearmedAt: null },", to: "where: { id, workspaceId },", tests: ["lib/stops"] },
  { name: "an alarm is acknowledged twice", file: "lib/alarms/alarm.service.ts", from: "where: { id, workspaceId, acknowledgedAt: null },", to: "where: { id, workspaceId },", tests: ["lib/alarms"] },
  { name: "an alarm of another workspace is acknowledged", file: "lib/alarms/alarm.service.ts", from: "where: { id, workspaceId, acknowledgedAt: null },", to: "where: { id, acknowledgedAt: null },", tests: ["lib/alarms"] },
  { name: "a retired agent's keys go on", file: "lib/agents/agent.service.ts", from: `status?.to === "retired" ? await`, to: `status?.to === "never" ? await`, tests: ["lib/agents", "lib/keys"] },
  { name: "a retired agent comes back", file: "lib/agents/agent.service.ts", from: `if (refusal) throw new ConflictError("agent_retired", refusal);`, to: "", tests: ["lib/agents"] },
  { name: "a retired agent gets a key", file: "lib/keys/key.service.ts", from: `if (refusal) throw new ConflictError("agent_retired", refusal);`, to: "", tests: ["lib/keys"] },
  { name: "a key lasts as long as one likes", file: "lib/keys/key.service.ts", from: "if (refusal) throw new InvalidRequestError(", to: "if (false) throw new InvalidRequestError(", tests: ["lib/keys"] },
  { name: "an invitation is used twice", file: "lib/people/invitation.service.ts", from: "where: { id, acceptedAt: null, revokedAt: null, expiresAt: { gt: now } },", to: "where: { id },", tests: ["lib/people"] },
  { name: "one changes one's own role", file: "lib/people/membership.service.ts", from: `throw new ForbiddenError("own_role", "Nobody changes their own role.")`, to: "void 0", tests: ["lib/people"] },
  { name: "one deactivates oneself", file: "lib/people/membership.service.ts", from: `throw new ForbiddenError("own_role", "Nobody deactivates themselves.")`, to: "void 0", tests: ["lib/people"] },
  { name: "a page of another site uses the console's cookie", file: "lib/sessions/person-auth.service.ts", from: "  requireSameOrigin(request);\n", to: "", tests: ["lib/sessions", "lib/platform"] },
  { name: "the demo's password counts while the demo is off", file: "lib/sessions/person-auth.service.ts", from: "|| (await isOpenToEverybody(passwordHash))", to: "", tests: ["lib/sessions"] },
  { name: "votes stay that a control change has taken the basis of", file: "lib/pending/control-change.service.ts", from: "await withdrawVotes(tx, await votesWithoutBasis(tx, workspaceId), controls);", to: "", tests: decides },
  { name: "claims stay of who may not decide any more", file: "lib/pending/control-change.service.ts", from: "await dropClaims(tx, workspaceId);", to: "", tests: ["lib/approvals", ...decides] },
  { name: "what nobody is left to answer waits for nobody", file: "lib/pending/control-change.service.ts", from: "await handToFallback(tx, workspaceId);", to: "", tests: ["lib/approvals", ...decides] },
  { name: "what is recorded is not told", file: "lib/audit/audit.service.ts", from: "announceOnCommit(entries);", to: "", tests: ["lib/audit/announce.int.test.ts"] },
  { name: "what was rolled back is told", file: "lib/audit/audit.service.ts", from: "announceOnCommit(entries);", to: "for (const { told } of entries) (await import(\"@/lib/platform/events/bus\")).publish(told);", tests: ["lib/audit/announce.int.test.ts"] },
];

export const mutations: readonly Mutation[] = [...lostAuthority, ...keptEpoch, ...byHand];
