import type { Action } from "@/lib/actions/action.schemas";
import { type Action as Row, db } from "@/lib/platform/db/client";
import { NotFoundError, UnprocessableError } from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { toProblem, type Problem } from "@/lib/platform/http/problem";
import { actionsInWords } from "./action-names.rules";
import type { BulkDecisionRequest } from "./approval.schemas";
import { decide } from "./decide.service";

type Asked = Pick<Row, "action" | "agentId" | "zone">;

const isOne = (values: readonly string[]): boolean => new Set(values).size <= 1;

/**
 * Approving takes one type in one zone, never red. Rejecting lets nothing run: it takes one type or one agent, in any zone, so that a
 * flood is answered at once.
 */
function requireAlike(decision: BulkDecisionRequest["decision"], found: readonly Asked[]): void {
  const ofOneType = isOne(found.map((a) => a.action));
  const mixed = (demand: string) =>
    new UnprocessableError(
      "mixed_actions",
      `${demand} These are of ${actionsInWords(found)}${isOne(found.map((a) => a.agentId)) ? "" : ", of several agents"}. None was decided.`,
    );
  if (decision === "reject") {
    if (!ofOneType && !isOne(found.map((a) => a.agentId)))
      throw mixed("Several that are rejected at once must be of the same action type or of the same agent.");
    return;
  }
  if (found.some((a) => a.zone === "red"))
    throw new UnprocessableError("red_not_in_bulk", "Red actions are approved one by one.");
  if (!ofOneType || !isOne(found.map((a) => a.zone)))
    throw mixed("Several that are approved at once must be of the same action type and zone.");
}

/**
 * Gives several actions one answer, each on its own: one that somebody else decided first does not hinder the others.
 * @throws 422 `mixed_actions`; `red_not_in_bulk` for an approval
 */
export async function decideSeveral(
  caller: PersonCaller,
  request: BulkDecisionRequest,
  requestId: string,
): Promise<{ items: (Action | Problem)[] }> {
  const ids = request.items.map((i) => i.actionId);
  const found = await db().action.findMany({
    where: { workspaceId: caller.workspaceId, id: { in: ids } },
    select: { id: true, action: true, agentId: true, zone: true },
    orderBy: { id: "asc" },
  });
  requireAlike(request.decision, found);
  const known = new Set(found.map((a) => a.id));
  const items: (Action | Problem)[] = [];
  for (const { actionId, seenDigest } of request.items) {
    try {
      if (!known.has(actionId)) throw new NotFoundError("This action");
      const { widened: _none, ...decided } = await decide(
        caller,
        actionId,
        { decision: request.decision, seenDigest, ...(request.reason ? { reason: request.reason } : {}) },
        { inBulk: true },
      );
      items.push(decided);
    } catch (error) {
      items.push(toProblem(error, requestId));
    }
  }
  return { items };
}
