import type { Fault } from "@/lib/platform/errors";
import { StepBudget, TooManySteps } from "@/lib/platform/json-schema/step-budget.rules";
import type { CheckTask } from "./check-task.rules";
import { checkedInThread } from "./check-thread";
import { tooLongToCheck, type ParametersValidator } from "./parameters-validator";

/** A few milliseconds: what nobody who waits notices. Parameters that mean no harm take hundreds. */
export const stepsOnTheLoop = 100_000;
/** Half a second in a thread of its own. */
export const stepsInAll = 20_000_000;

/** A schema as the check needs it: ready for use here, and as text for the thread. */
export interface CheckedSchema {
  validate: ParametersValidator;
  text(): string;
}

/**
 * What one request may spend on checking, whatever the number of its actions: first a little here, where everybody waits meanwhile, then
 * more in a thread. So what a request costs others is bounded by its being one request.
 */
export class CheckAllowance {
  private readonly here = new StepBudget(stepsOnTheLoop);
  private inThread = stepsInAll;
  /** What the thread said, by schema and parameters as text: what took long is not checked twice. */
  private readonly told = new Map<string, Fault[]>();

  /** @param caller whose turns at the thread these are: an agent, a person or the worker */
  constructor(private readonly caller: string) {}

  /**
   * The faults of parameters, at most twenty; that they take too long to check is one. A promise where the thread is asked: whoever
   * holds a lock gives it back meanwhile (`afterChecks`), and asks again, which is answered at once.
   * @throws 429 `too_many_at_once`, 503 `busy` where the thread has too much to do
   */
  check(schema: CheckedSchema, parameters: Record<string, unknown>): Fault[] | Promise<Fault[]> {
    try {
      return schema.validate(parameters, this.here);
    } catch (error) {
      if (!(error instanceof TooManySteps)) throw error;
    }
    const task = { schema: schema.text(), parameters: JSON.stringify(parameters) };
    return this.told.get(keyOf(task)) ?? this.checkInThread(task);
  }

  private async checkInThread(task: Omit<CheckTask, "steps">): Promise<Fault[]> {
    if (this.inThread <= 0) return [tooLongToCheck];
    const { faults, spent } = await checkedInThread({ ...task, steps: this.inThread }, this.caller);
    this.inThread -= spent;
    const said = faults === "too many steps" ? [tooLongToCheck] : faults;
    this.told.set(keyOf(task), said);
    return said;
  }
}

// Neither text holds a line break: both are JSON as it is written here.
const keyOf = ({ schema, parameters }: Omit<CheckTask, "steps">) => `${schema}\n${parameters}`;
