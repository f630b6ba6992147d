import { getAction } from "@/lib/actions/action.views";
import type { Page } from "@/lib/platform/common.schemas";
import { decodeCursor, encodeCursor } from "@/lib/platform/cursor";
import { db, type Prisma } from "@/lib/platform/db/client";
import type { AgentCaller, PersonCaller } from "@/lib/platform/http/caller";
import type { ActionMessage, MessageQuery, Question, QuestionQuery } from "./discussion.schemas";

type MessageRow = Prisma.ActionMessageGetPayload<object>;

/** A row as it is answered. */
export function messageOf({
  id,
  actionId,
  kind,
  questionId,
  byType,
  byId,
  byName,
  text,
  at,
}: MessageRow): ActionMessage {
  return {
    id,
    actionId,
    kind: kind as ActionMessage["kind"],
    questionId,
    by: { type: byType as ActionMessage["by"]["type"], id: byId, name: byName },
    text,
    at: at.toISOString(),
  };
}

/** A question as its agent sees it. */
export function questionOf({ id, actionId, text, by, at }: ActionMessage, answer: ActionMessage | null): Question {
  return {
    id,
    actionId,
    text,
    by: { id: by.id, name: by.name },
    at,
    answer: answer && { id: answer.id, text: answer.text, at: answer.at },
  };
}

/** A page of messages in the order in which they were written. */
async function pageOf(
  where: Prisma.ActionMessageWhereInput,
  { limit, cursor }: MessageQuery,
): Promise<{ rows: MessageRow[]; nextCursor: string | null }> {
  const after = decodeCursor(cursor, ["smallint"]);
  const found = await db().actionMessage.findMany({
    where: { ...where, ...(after ? { place: { gt: Number(after[0]) } } : {}) },
    orderBy: { place: "asc" },
    take: limit + 1,
  });
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1) : undefined;
  return { rows, nextCursor: last ? encodeCursor([last.place]) : null };
}

/** What was written about an action, oldest first, for people. @throws 404 */
export async function listMessages(
  { workspaceId }: PersonCaller,
  actionId: string,
  query: MessageQuery,
): Promise<Page<ActionMessage>> {
  await getAction(workspaceId, actionId);
  const { rows, nextCursor } = await pageOf({ workspaceId, actionId }, query);
  return { items: rows.map(messageOf), nextCursor };
}

/** What an agent was asked about an action of its own, oldest first, with its answers; comments are not for it. @throws 404 */
export async function listQuestions(
  { workspaceId, agentId, runId }: AgentCaller,
  actionId: string,
  { answered, ...query }: QuestionQuery,
): Promise<Page<Question>> {
  await getAction(workspaceId, actionId, agentId, runId);
  const given = await db().actionMessage.findMany({ where: { workspaceId, actionId, kind: "answer" } });
  const answers = new Map(given.map((row) => [row.questionId, messageOf(row)]));
  const answeredIds = given.flatMap(({ questionId }) => (questionId === null ? [] : [questionId]));
  const narrowed =
    answered === undefined ? {} : { id: answered === "true" ? { in: answeredIds } : { notIn: answeredIds } };
  const { rows, nextCursor } = await pageOf({ workspaceId, actionId, kind: "question", ...narrowed }, query);
  return { items: rows.map((row) => questionOf(messageOf(row), answers.get(row.id) ?? null)), nextCursor };
}
