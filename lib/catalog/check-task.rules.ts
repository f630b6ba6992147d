import type { Fault } from "@/lib/platform/errors";

/** What a checking thread is given: texts, which cross threads as they are, where structures would be copied piece by piece. */
export interface CheckTask {
  schema: string;
  parameters: string;
  /** How much it may cost. */
  steps: number;
}

export interface CheckAnswer {
  faults: Fault[] | "too many steps";
  spent: number;
}
