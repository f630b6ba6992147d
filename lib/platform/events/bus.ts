import { AsyncResource } from "node:async_hooks";
import { EventEmitter } from "node:events";
import { processWide } from "@/lib/platform/process-wide";

/** Something changed in a workspace. A hint only: whoever hears it reads the database again. */
export interface WorkspaceEvent {
  workspaceId: string;
  /** The audit event's name, for example `action.decided`. */
  event: `${string}.${string}`;
  subjectId: string;
  /** For `action.*`: whose action it is, so that an agent's stream can be narrowed. */
  agentId?: string;
  /** The one person it concerns: nobody else hears of it. */
  personId?: string;
}

const channel = "event";

function emitter(): EventEmitter {
  return processWide("events", () => new EventEmitter().setMaxListeners(0));
}

/** Call after the commit, never inside the transaction. */
export function publish(event: WorkspaceEvent): void {
  emitter().emit(channel, event);
}

/**
 * The listener runs as its subscriber, not as the publisher: what others do about a stop does not go over the connections reserved for it.
 * @returns a function that ends the subscription
 */
export function subscribe(listener: (event: WorkspaceEvent) => void): () => void {
  const bound = AsyncResource.bind(listener);
  emitter().on(channel, bound);
  return () => emitter().off(channel, bound);
}
