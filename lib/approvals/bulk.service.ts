import type { Action } from "@/lib/gate/action.schemas";
import { db } from "@/lib/platform/db/client";
import { NotFoundError, UnprocessableError } from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { toProblem, type Problem } from "@/lib/platform/http/problem";
import type { BulkDecisionRequest } from "./approval.schemas";
import { decide } from "./decide.service";

/**
 * Decides several actions of one type in one zone, each on its own: one that somebody else decided first does not hinder the others.
 * @throws 422 `mixed_actions` for several types or zones, `red_not_in_bulk`
 */
export async function decideSeveral(caller: PersonCaller, request: BulkDecisionRequest, requestId: string): Promise<{ items: (Action | Problem)[] }> {
  const ids = request.items.map((i) => i.actionId);
  const found = await db().action.findMany({ where: { workspaceId: caller.workspaceId, id: { in: ids } }, select: { id: true, action: true, zone: true } });
  if (found.some((a) => a.zone === "red")) throw new UnprocessableError("red_not_in_bulk", "Red actions are decided one by one.");
  if (new Set(found.map((a) => `${a.action}\n${a.zone}`)).size > 1) {
    throw new UnprocessableError("mixed_actions", "Several at once must be of the same action type and zone.");
  }
  const known = new Set(found.map((a) => a.id));
  const items: (Action | Problem)[] = [];
  for (const { actionId, seenDigest } of request.items) {
    try {
      if (!known.has(actionId)) throw new NotFoundError("This action");
      const { widened: _none, ...decided } = await decide(caller, actionId, { decision: request.decision, seenDigest, ...(request.reason ? { reason: request.reason } : {}) }, { inBulk: true });
      items.push(decided);
    } catch (error) {
      items.push(toProblem(error, requestId));
    }
  }
  return { items };
}
