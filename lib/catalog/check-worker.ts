import { parentPort } from "node:worker_threads";
import { StepBudget, TooManySteps } from "@/lib/platform/json-schema/step-budget.rules";
import type { CheckAnswer, CheckTask } from "./check-task.rules";
import { storedParametersValidator, type ParametersValidator } from "./parameters-validator";

// A thread of its own: checks what would hold up everybody else, one task after another.

const maxKnown = 20;
const known = new Map<string, ParametersValidator>();

function validatorOf(schema: string): ParametersValidator {
  const made = known.get(schema) ?? storedParametersValidator(JSON.parse(schema) as Record<string, unknown>);
  known.delete(schema);
  known.set(schema, made);
  const [oldest] = known.keys();
  if (known.size > maxKnown && oldest !== undefined) known.delete(oldest);
  return made;
}

function answerOf({ schema, parameters, steps }: CheckTask): CheckAnswer {
  const budget = new StepBudget(steps);
  try {
    return { faults: validatorOf(schema)(JSON.parse(parameters), budget), spent: budget.spent };
  } catch (error) {
    if (error instanceof TooManySteps) return { faults: "too many steps", spent: budget.spent };
    throw error;
  }
}

parentPort?.postMessage("ready");
parentPort?.on("message", (task: CheckTask) => parentPort?.postMessage(answerOf(task)));
