import type { InterlockName } from "@/lib/actions/interlock-names.rules";
import type { InterlockAnswer } from "@/lib/actions/verdict.rules";
import { type AppError, ConflictError, type Fault, UnprocessableError } from "@/lib/platform/errors";

/** One interlock that answers otherwise than when the action was asked; null where it did not answer then, or does no more. */
export interface InterlockDifference {
  name: InterlockName;
  then: InterlockAnswer | null;
  now: InterlockAnswer | null;
}

/** Which interlocks answer differently, in the order of now. */
export function differencesOf(
  then: readonly InterlockAnswer[],
  now: readonly InterlockAnswer[],
): InterlockDifference[] {
  const names = [...new Set([...now, ...then].map((answer) => answer.name))];
  return names.flatMap((name) => {
    const before = then.find((answer) => answer.name === name) ?? null;
    const after = now.find((answer) => answer.name === name) ?? null;
    return before?.effect === after?.effect && before?.code === after?.code && before?.message === after?.message
      ? []
      : [{ name, then: before, now: after }];
  });
}

/** Denials that are refusals of their own; any other is reported as `denied_now`. */
const ownCodes = { stopped: "stopped", agent_paused: "agent_paused", agent_retired: "agent_retired" } as const;

/**
 * Why what is judged so cannot be given, in the interlock's own words; null where no interlock denies. 422 for what the
 * parameters are to blame for, 409 for all that stands around them.
 */
export function denialOf(interlocks: readonly InterlockAnswer[], faults: readonly Fault[] = []): AppError | null {
  const denials = interlocks.filter((answer) => answer.effect === "deny");
  const [first] = denials;
  if (!first) return null;
  const detail = denials.map((answer) => answer.message).join(" ");
  if (first.code === "invalid_parameters")
    return new UnprocessableError(
      "invalid_parameters",
      detail,
      faults.length > 0 ? [...faults] : [{ path: first.name, message: first.message }],
    );
  const own = Object.entries(ownCodes).find(([code]) => code === first.code)?.[1];
  return new ConflictError(own ?? "denied_now", detail);
}
