import { RE2JS, RE2JSException } from "re2js";
import { inRe2Syntax, PatternError } from "./pattern-syntax.rules";
import type { StepBudget } from "./step-budget";

/** A pattern of a schema that is refused: which, and why. */
export class RefusedPattern extends Error {
  constructor(
    readonly pattern: string,
    readonly why: string,
  ) {
    super(`the pattern ${JSON.stringify(pattern.length > 60 ? `${pattern.slice(0, 60)}…` : pattern)} ${why}`);
  }
}

/** Long patterns are slow to compile, and nobody can read them. */
export const maxPatternLength = 1_000;
/** Of all different patterns of a schema. */
export const maxPatternsLength = 10_000;
/** What asking costs at all, in characters. */
const callLength = 16;

/** As ajv wants it. */
export interface LinearPattern {
  test(text: string): boolean;
  /** Ajv keeps one of each name. */
  toString(): string;
}

function compiled(pattern: string): RE2JS {
  if (pattern.length > maxPatternLength) throw new PatternError(`is longer than ${maxPatternLength} characters`);
  try {
    return RE2JS.compile(inRe2Syntax(pattern));
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    const reason = error.message.replace(/^error parsing regexp: /, "");
    if (reason.startsWith("invalid repeat count")) throw new PatternError("repeats something more than 1000 times; use maxLength for lengths");
    throw new PatternError(`cannot be matched in linear time (${reason})`);
  }
}

/**
 * The patterns of one schema, matched by RE2's automata instead of by trying every way through: no text makes them slow (R. Cox,
 * "Regular Expression Matching Can Be Simple And Fast", 2007). What that costs is taken from the budget.
 */
export class PatternEngine {
  private readonly known = new Map<string, LinearPattern>();
  private length = 0;

  constructor(private readonly budget: StepBudget) {}

  /** @throws RefusedPattern */
  patternOf(pattern: string): LinearPattern {
    const known = this.known.get(pattern);
    if (known) return known;
    const made = this.made(pattern);
    this.known.set(pattern, made);
    return made;
  }

  private made(pattern: string): LinearPattern {
    try {
      this.length += pattern.length;
      if (this.length > maxPatternsLength) throw new PatternError(`is one too many: all patterns of a schema together may have ${maxPatternsLength} characters`);
      const automaton = compiled(pattern);
      const size = automaton.programSize();
      const { budget } = this;
      return {
        test(text) {
          budget.spend((text.length + callLength) * size);
          return automaton.test(text);
        },
        toString: () => pattern,
      };
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      const why = /^(looks|refers)/.test(error.message) ? `${error.message}, which cannot be matched in linear time` : error.message;
      throw new RefusedPattern(pattern, why);
    }
  }
}
