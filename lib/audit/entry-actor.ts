import type { Caller } from "@/lib/platform/http/caller";
import type { EntryActor } from "./entry.rules";

/** The caller as an audit entry names it. */
export function entryActor(caller: Caller): EntryActor {
  return caller.kind === "agent" ? { type: "agent", id: caller.agentId } : { type: "person", id: caller.personId };
}
