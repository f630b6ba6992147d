import { lockAction, type LockedAction } from "@/lib/actions/lock-action.service";
import { isOpenToQuestions } from "@/lib/actions/open-to-questions.rules";
import { decidable } from "@/lib/approvals/decidable.service";
import { recordEntry } from "@/lib/audit/audit.service";
import { confirmKey } from "@/lib/keys/agent-auth.service";
import type { Tx } from "@/lib/platform/db/client";
import { underEpoch } from "@/lib/platform/db/transactions";
import { ConflictError, NotFoundError } from "@/lib/platform/errors";
import type { AgentCaller, PersonCaller } from "@/lib/platform/http/caller";
import { newId } from "@/lib/platform/ids";
import { confirmPermission } from "@/lib/sessions/person-auth.service";
import { discussionFull, maxWritten, type MessageKind } from "./discussion.rules";
import type { ActionMessage, AnswerRequest, MessageRequest, Question } from "./discussion.schemas";
import { messageOf, questionOf } from "./discussion.views";

const events = {
  comment: "action.commented",
  question: "action.questioned",
  answer: "action.answered",
} as const satisfies Record<MessageKind, string>;

interface Written {
  kind: MessageKind;
  questionId?: string;
  by: ActionMessage["by"];
  text: string;
}

/** One message more, with its entry: what it says stays outside of the leaf. The action's row is locked, so that its place is the next. */
async function add(
  tx: Tx,
  { id: actionId, workspaceId, agentId }: LockedAction,
  { kind, questionId, by, text }: Written,
): Promise<ActionMessage> {
  const at = new Date();
  const place = (await tx.actionMessage.count({ where: { actionId } })) + 1;
  const words = text.trim();
  const row = await tx.actionMessage.create({
    data: {
      id: newId("message"),
      workspaceId,
      actionId,
      agentId,
      place,
      kind,
      questionId: questionId ?? null,
      byType: by.type,
      byId: by.id,
      byName: by.name,
      text: words,
      at,
    },
  });
  await recordEntry(tx, {
    workspaceId,
    at,
    actor: { type: by.type, id: by.id },
    event: events[kind],
    subject: { type: "action", id: actionId },
    facts: { agentId, messageId: row.id, ...(questionId === undefined ? {} : { questionId }) },
    private: { text: words },
  });
  return messageOf(row);
}

const closed = (detail: string) => new ConflictError("already_decided", detail);

/**
 * A person's comment on an action, in any state; or a question to its agent, by somebody who may decide the action, as long as it waits.
 * @throws 404; 403 `forbidden`, `own_action`; 409 `already_decided`, `too_many_messages`
 */
export async function writeMessage(
  caller: PersonCaller,
  actionId: string,
  { kind, text }: MessageRequest,
): Promise<ActionMessage> {
  const { workspaceId, personId, personName } = caller;
  return underEpoch(workspaceId, async (tx) => {
    const confirmed = await confirmPermission(tx, caller, "action:comment");
    const locked = await lockAction(tx, { workspaceId }, actionId);
    if (kind === "question") {
      const { refusal } = await decidable(tx, confirmed, actionId);
      if (refusal) throw refusal;
      if (!isOpenToQuestions(locked, new Date()))
        throw closed("The agent is asked only while its action waits: this one is decided, or its time is up.");
    }
    const written = await tx.actionMessage.count({ where: { actionId, kind: { not: "answer" } } });
    if (written >= maxWritten) throw new ConflictError("too_many_messages", discussionFull);
    return add(tx, locked, { kind, by: { type: "person", id: personId, name: personName }, text });
  });
}

/**
 * The agent's answer to a question about an action of its own, once, as long as the action waits: later it could change nothing, and nobody
 * who decided would have read it.
 * @throws 401; 404; 409 `already_answered`, `already_decided`
 */
export async function answerQuestion(
  caller: AgentCaller,
  actionId: string,
  questionId: string,
  { text }: AnswerRequest,
): Promise<Question> {
  const { workspaceId, agentId, agentName, runId } = caller;
  return underEpoch(workspaceId, async (tx) => {
    await confirmKey(tx, caller);
    const locked = await lockAction(tx, { workspaceId, agentId, ...(runId === undefined ? {} : { runId }) }, actionId);
    const asked = await tx.actionMessage.findFirst({
      where: { id: questionId, workspaceId, actionId, kind: "question" },
    });
    if (!asked) throw new NotFoundError("This question");
    if (await tx.actionMessage.findUnique({ where: { questionId } }))
      throw new ConflictError(
        "already_answered",
        "This question was answered already; an answer stays as it was given.",
      );
    if (!isOpenToQuestions(locked, new Date()))
      throw closed("This action is decided, or its time is up: nobody waits for the answer any more.");
    const answer = await add(tx, locked, {
      kind: "answer",
      questionId,
      by: { type: "agent", id: agentId, name: agentName },
      text,
    });
    return questionOf(messageOf(asked), answer);
  });
}
