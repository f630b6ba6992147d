import type { z } from "zod";
import { Action, ActionRequest, BatchResult } from "@/lib/actions/action.schemas";
import type { GateCaller } from "@/lib/keys/agent-auth.service";
import { type AppError, InvalidRequestError } from "@/lib/platform/errors";
import type { IdempotentRequest } from "@/lib/platform/http/idempotency";
import { toProblem } from "@/lib/platform/http/problem";
import { spendRate } from "@/lib/platform/http/rate-limit";
import { giveWay } from "@/lib/platform/http/stops-first";
import { faultsOf } from "@/lib/platform/http/validate";
import { actionOf, ask } from "./gate.service";

/** An answer whose body may be the stored first one. */
export interface AskAnswer {
  status: number;
  body: string;
  replayed: boolean;
  /** Of a single action still pending: whom to wait for. */
  pendingId?: string;
  /** Of a batch, which counts its actions: what is left of the caller's rate. */
  rateHeaders?: Record<string, string>;
}

/** Whom a caller who prefers to wait waits for: the action still pending, or pending when it was first asked for. */
export function pendingIn({ body, replayed, pendingId }: AskAnswer): string | undefined {
  if (!replayed) return pendingId;
  const first = JSON.parse(body) as Pick<Action, "id" | "status">;
  return first.status === "pending" ? first.id : undefined;
}

/** Puts one action to the gate. @throws as `ask`, and 413/422 for its parameters. */
export async function askOne(
  caller: GateCaller,
  request: ActionRequest,
  once: IdempotentRequest | undefined,
): Promise<AskAnswer> {
  const bodyOf = (action: Action) => ({ status: 201, body: JSON.stringify(Action.parse(action)) });
  const answer = await ask(caller, [request], once, ([asked]) =>
    asked?.rows ? bodyOf(actionOf(asked)) : { status: 0, body: "" },
  );
  if (answer.replayed) return { status: answer.status, body: answer.body, replayed: true };
  const [asked] = answer.asked;
  if (!asked) throw new Error("the gate lost a request");
  const action = actionOf(asked);
  return { ...bodyOf(action), replayed: false, ...(action.status === "pending" ? { pendingId: action.id } : {}) };
}

function parsed(value: Record<string, unknown>): ActionRequest | AppError {
  const result = ActionRequest.safeParse(value);
  return result.success ? result.data : new InvalidRequestError(faultsOf(result.error));
}

/** Puts several actions to the gate, each judged on its own; a faulty one is answered by its problem, in its place. */
export async function askBatch(
  caller: GateCaller,
  values: Record<string, unknown>[],
  once: IdempotentRequest | undefined,
  requestId: string,
): Promise<AskAnswer> {
  // The request itself has been counted once already.
  const rateHeaders = values.length > 1 ? await spendRate(caller.keyId, values.length - 1) : {};
  await giveWay();
  const bodyOf = (items: z.input<typeof BatchResult>["items"]) => ({
    status: 200,
    body: JSON.stringify(BatchResult.parse({ items })),
  });
  const answer = await ask(caller, values.map(parsed), once, (asked) =>
    bodyOf(asked.map((a) => (a.rows ? actionOf(a) : toProblem(a.error, requestId)))),
  );
  if (answer.replayed) return { status: answer.status, body: answer.body, replayed: true, rateHeaders };
  await giveWay();
  const made = bodyOf(answer.asked.map((a) => (a.rows ? actionOf(a) : toProblem(a.error, requestId))));
  await giveWay();
  return { ...made, replayed: false, rateHeaders };
}
