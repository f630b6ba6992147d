"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRereadInterval } from "@/components/approvals/use-out-of-reach";
import { discussionKeys, messagesOptions } from "@/lib/discussion/discussion.client";
import type { ActionMessage } from "@/lib/discussion/discussion.schemas";
import { resumed, useStreamEvents } from "@/lib/platform/events/stream.client";

export interface OpenDiscussion {
  /** Oldest first; undefined until it was read once. */
  messages: readonly ActionMessage[] | undefined;
  /** Why it could not be read, where nothing was yet. */
  error: Error | null;
  retry: () => void;
}

const written: readonly string[] = ["action.commented", "action.questioned", "action.answered"];

/** What is written about the open action, as it is on the server. */
export function useDiscussion(actionId: string): OpenDiscussion {
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({ ...messagesOptions(actionId), refetchInterval: useRereadInterval() });
  useStreamEvents(({ event, subjectId }) => {
    // Also of what is not open: it may have been read ahead.
    if (event === resumed) void queries.invalidateQueries({ queryKey: discussionKeys.all });
    else if (subjectId !== null && written.includes(event))
      void queries.invalidateQueries({ queryKey: discussionKeys.of(subjectId) });
  });
  return { messages: data?.items, error: data ? null : error, retry: () => void refetch() };
}
