import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/platform/http/fetch-json";
import { api } from "@/lib/platform/routes";
import { maxListed } from "./discussion.rules";
import type { ActionMessage, ActionMessagePage, MessageRequest } from "./discussion.schemas";

export const discussionKeys = {
  all: ["discussion"] as const,
  of: (actionId: string) => ["discussion", actionId] as const,
};

/** All that was written about an action: one page holds as much as one action takes, with the answers. */
export function messagesOptions(actionId: string) {
  return queryOptions({
    queryKey: discussionKeys.of(actionId),
    queryFn: ({ signal }): Promise<ActionMessagePage> =>
      fetchJson(`${api.messages(actionId)}?limit=${maxListed}`, {
        schema: async () => (await import("./discussion.schemas")).ActionMessagePage,
        signal,
      }),
    // What was read ahead is read again when it is opened: nobody decides beside an answer that came meanwhile.
    staleTime: 5_000,
  });
}

/** @param idempotencyKey the same for the same words sent again after a lost answer: they are written once */
export function writeMessage(
  actionId: string,
  message: MessageRequest,
  idempotencyKey: string,
): Promise<ActionMessage> {
  return fetchJson(api.messages(actionId), {
    method: "POST",
    body: message,
    idempotencyKey,
    schema: async () => (await import("./discussion.schemas")).ActionMessage,
  });
}
