import type { InterlockName } from "./interlock-names.rules";

/** What the gate can say, in order of strictness: the verdict is the strictest answer of all interlocks. */

export type InterlockEffect = "pass" | "hold" | "deny";
export type VerdictEffect = "allow" | "hold" | "deny";

/** One interlock's answer, with the reason in words a person can act on. */
export interface InterlockAnswer {
  name: InterlockName;
  effect: InterlockEffect;
  code: string;
  message: string;
  /** The control that made it answer so, where it was a single one. */
  control?: { type: "stop" | "breaker" | "budget"; id: string };
}

export interface Verdict {
  effect: VerdictEffect;
  policyVersion: string;
  epoch: number;
  interlocks: InterlockAnswer[];
}

const strictness: Record<InterlockEffect, number> = { pass: 0, hold: 1, deny: 2 };

export function strictest(answers: readonly InterlockAnswer[]): VerdictEffect {
  const worst = answers.reduce<InterlockEffect>(
    (a, b) => (strictness[b.effect] > strictness[a] ? b.effect : a),
    "pass",
  );
  return worst === "pass" ? "allow" : worst;
}
