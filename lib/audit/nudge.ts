import { EventEmitter } from "node:events";
import { processWide } from "@/lib/platform/process-wide";

/** Tells the sequencer of this process that entries were staged, so that it need not wait for its next look. */
export function nudges(): EventEmitter {
  return processWide("audit.nudges", () => new EventEmitter());
}

export function nudgeSequencer(): void {
  nudges().emit("staged");
}
