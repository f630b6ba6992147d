import { z } from "zod";
import { Action } from "@/lib/actions/action.schemas";
import { pageOf } from "@/lib/platform/common.schemas";

const {
  id,
  sentence,
  agentId,
  agentName,
  kind,
  action,
  typeVersion,
  zone,
  status,
  digest,
  expiresAt,
  createdAt,
  estimatedCost,
  claim,
  escalation,
  questions,
  settling,
  decision,
  verdict,
} = Action.shape;
const { name, effect, message } = verdict.shape.interlocks.element.shape;

/**
 * What a row of the queue needs of an action. The rest of each is passed over unread: pages of a hundred come while one scrolls, and
 * checking every word of them would hold the scrolling up.
 */
export const QueuedAction = z.object({
  id,
  sentence,
  agentId,
  agentName,
  kind,
  action,
  typeVersion,
  zone,
  status,
  digest,
  expiresAt,
  createdAt,
  estimatedCost,
  claim,
  escalation,
  questions,
  settling,
  decision,
  // Looked through for what cannot be seen, not checked: nothing of these is kept with the row.
  parameters: z.unknown(),
  resource: z.unknown(),
  onBehalfOf: z.unknown(),
  verdict: z.object({ interlocks: z.array(z.object({ name, effect, message })) }),
});
export type QueuedAction = z.infer<typeof QueuedAction>;

export const QueuedActionPage = pageOf(QueuedAction);
