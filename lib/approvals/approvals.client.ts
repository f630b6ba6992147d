import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import type { Action } from "@/lib/actions/action.schemas";
import type { SetAside } from "@/lib/pending/set-aside.schemas";
import { startOfDay } from "@/lib/platform/day";
import { fetchJson } from "@/lib/platform/http/fetch-json";
import { api } from "@/lib/platform/routes";
import type { BulkDecisionRequest, BulkDecisionResult, DecisionRequest, PresenceList } from "./approval.schemas";
import {
  filterCount,
  narrowingParameters,
  type QueueFilters,
  type QueueItem,
  queueParameters,
  toQueueItem,
} from "./queue.rules";
import type { QueuedAction } from "./queue.schemas";

/** A page of the queue, as it is kept. */
export interface QueuePage {
  items: QueueItem[];
  nextCursor: string | null;
}

export const approvalKeys = {
  queues: ["approvals", "queue"] as const,
  queue: (filters: QueueFilters) => ["approvals", "queue", filters] as const,
  summary: ["approvals", "summary"] as const,
  history: (id: string) => ["approvals", "history", id] as const,
  presence: (id: string) => ["approvals", "presence", id] as const,
  watchers: ["approvals", "watchers"] as const,
  asides: ["approvals", "asides"] as const,
  action: (id: string) => ["actions", id] as const,
};

async function readQueue(
  filters: QueueFilters,
  more: Record<string, string>,
  signal?: AbortSignal,
): Promise<QueuePage> {
  const parameters = new URLSearchParams({ ...queueParameters(filters, startOfDay()), ...more });
  const page = await fetchJson(`${api.actions()}?${parameters.toString()}`, {
    schema: async () => (await import("./queue.schemas")).QueuedActionPage,
    signal,
  });
  return toQueuePage(page);
}

export function toQueuePage(page: { items: QueuedAction[]; nextCursor: string | null }): QueuePage {
  return { items: page.items.map(toQueueItem), nextCursor: page.nextCursor };
}

/** The queue, page by page. It never reads itself again: rows are renewed one by one, and new ones wait to be asked for. */
export function queueOptions(filters: QueueFilters) {
  return infiniteQueryOptions({
    queryKey: approvalKeys.queue(filters),
    queryFn: ({ pageParam, signal }) => readQueue(filters, pageParam === null ? {} : { cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    // Comparing a hundred thousand rows with themselves would hold up the page.
    structuralSharing: false,
  });
}

/** The first page as it is now. */
export function readFirstPage(filters: QueueFilters): Promise<QueuePage> {
  return readQueue(filters, {});
}

/** What entered the queue since `createdAfter` (RFC 3339, the server's clock). */
export function readArrivals(filters: QueueFilters, createdAfter: string): Promise<QueuePage> {
  return readQueue(filters, { createdAfter });
}

export function actionOptions(id: string) {
  return queryOptions({
    queryKey: approvalKeys.action(id),
    queryFn: ({ signal }) =>
      fetchJson(api.action(id), { schema: async () => (await import("@/lib/actions/action.schemas")).Action, signal }),
    staleTime: 30_000,
  });
}

export function historyOptions(id: string) {
  return queryOptions({
    queryKey: approvalKeys.history(id),
    queryFn: ({ signal }) =>
      fetchJson(api.history(id), { schema: async () => (await import("./approval.schemas")).ActionHistory, signal }),
    staleTime: 30_000,
  });
}

/** What waits and what was decided today, of all or of what the filters leave. */
export function summaryOptions(filters?: QueueFilters) {
  const narrowed = filters && filterCount(filters) > 0 ? narrowingParameters(filters) : null;
  return queryOptions({
    queryKey: narrowed ? [...approvalKeys.summary, narrowed] : approvalKeys.summary,
    queryFn: ({ signal }) =>
      fetchJson(`${api.approvalsSummary()}?${new URLSearchParams({ since: startOfDay(), ...narrowed }).toString()}`, {
        schema: async () => (await import("./approval.schemas")).ApprovalsSummary,
        signal,
      }),
    staleTime: 15_000,
  });
}

/** The action after the answer; an edit's answer also says in which ways it goes beyond, which the form has said before. */
export async function decide(id: string, request: DecisionRequest): Promise<Action> {
  const { widened: _told, ...action } = await fetchJson(api.decisions(id), {
    method: "POST",
    body: request,
    schema: async () => (await import("./approval.schemas")).DecidedAction,
  });
  return action;
}

/** What the interlocks would say of edited parameters. Read anew whenever they differ; nothing is decided. */
export function previewOptions(id: string, parameters: Record<string, unknown>) {
  return queryOptions({
    queryKey: ["approvals", "preview", id, parameters] as const,
    queryFn: ({ signal }) =>
      fetchJson(api.decisionPreview(id), {
        method: "POST",
        body: { parameters },
        schema: async () => (await import("./approval.schemas")).DecisionPreview,
        signal,
      }),
    staleTime: 5_000,
    gcTime: 10_000,
    retry: false,
  });
}

/** Takes one's own approval back while its grace period lasts. */
export function takeBack(id: string): Promise<Action> {
  return fetchJson(api.currentDecision(id), {
    method: "DELETE",
    schema: async () => (await import("@/lib/actions/action.schemas")).Action,
  });
}

export function claim(id: string): Promise<Action> {
  return fetchJson(api.claim(id), {
    method: "POST",
    schema: async () => (await import("@/lib/actions/action.schemas")).Action,
  });
}

export function release(id: string): Promise<Action> {
  return fetchJson(api.claim(id), {
    method: "DELETE",
    schema: async () => (await import("@/lib/actions/action.schemas")).Action,
  });
}

export function extend(id: string): Promise<Action> {
  return fetchJson(api.extend(id), {
    method: "POST",
    schema: async () => (await import("@/lib/actions/action.schemas")).Action,
  });
}

export function decideSeveral(request: BulkDecisionRequest): Promise<z.infer<typeof BulkDecisionResult>> {
  return fetchJson(api.bulkDecisions(), {
    method: "POST",
    body: request,
    schema: async () => (await import("./approval.schemas")).BulkDecisionResult,
  });
}

/** Says that one is looking at an action, and learns who else is. */
export function look(id: string): Promise<PresenceList> {
  return fetchJson(api.presence(id), {
    method: "POST",
    schema: async () => (await import("./approval.schemas")).PresenceList,
  });
}

export function leave(id: string): Promise<void> {
  return fetchJson(api.presence(id), { method: "DELETE" });
}

/** What the reader has set aside: when it comes back, in Unix milliseconds, by action. */
export function asidesOptions() {
  return queryOptions({
    queryKey: approvalKeys.asides,
    queryFn: async ({ signal }) => {
      const { items } = await fetchJson(api.approvalsSetAside(), {
        schema: async () => (await import("@/lib/pending/set-aside.schemas")).SetAsideList,
        signal,
      });
      return Object.fromEntries(items.map((item) => [item.actionId, Date.parse(item.backAt)]));
    },
    staleTime: 15_000,
    retry: false,
  });
}

export function setAside(id: string, untilMs: number): Promise<SetAside> {
  return fetchJson(api.setAside(id), {
    method: "PUT",
    body: { until: new Date(untilMs).toISOString() },
    schema: async () => (await import("@/lib/pending/set-aside.schemas")).SetAside,
  });
}

export function bringBack(id: string): Promise<void> {
  return fetchJson(api.setAside(id), { method: "DELETE" });
}

/** Who of one's colleagues has which action open. */
export function watchersOptions() {
  return queryOptions({
    queryKey: approvalKeys.watchers,
    queryFn: ({ signal }) =>
      fetchJson(api.approvalsPresence(), {
        schema: async () => (await import("./approval.schemas")).WorkspacePresence,
        signal,
      }),
    staleTime: 5_000,
    // Whoever leaves without a word is gone after half a minute.
    refetchInterval: 20_000,
    retry: false,
  });
}
