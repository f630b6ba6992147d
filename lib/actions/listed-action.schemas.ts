import { z } from "zod";
import { pageOf } from "@/lib/platform/common.schemas";
import { Action } from "./action.schemas";

const {
  id,
  sentence,
  agentId,
  agentName,
  kind,
  action,
  typeVersion,
  runId,
  zone,
  status,
  createdAt,
  expiresAt,
  estimatedCost,
  confidence,
  settling,
  decision,
  execution,
} = Action.shape;
const { outcome, by, at } = decision.unwrap().shape;

/** What a row of the list of all actions shows of one. The rest of each is passed over unread, and not kept with the page. */
export const ListedAction = z.object({
  id,
  sentence,
  agentId,
  agentName,
  kind,
  action,
  typeVersion,
  runId,
  zone,
  status,
  createdAt,
  expiresAt,
  estimatedCost,
  confidence,
  settling,
  decision: z.object({ outcome, by, at }).nullable(),
  execution: z.object({ status: execution.unwrap().shape.status }).nullable(),
});
export type ListedAction = z.infer<typeof ListedAction>;

export const ListedActionPage = pageOf(ListedAction);
