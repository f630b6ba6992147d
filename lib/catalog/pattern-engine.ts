import { RE2JS, RE2JSException } from "re2js";
import { inRe2Syntax, PatternError } from "./pattern-syntax.rules";
import type { PatternSource, PatternTest } from "@/lib/platform/json-schema/compiling.rules";
import { cutText } from "@/lib/platform/words.rules";

/** A pattern of a schema that is refused: which, and why. */
class RefusedPattern extends Error {
  constructor(pattern: string, why: string) {
    super(`the pattern ${JSON.stringify(cutText(pattern, 60))} ${why}`);
  }
}

/** Long patterns are slow to compile, and nobody can read them. */
export const maxPatternLength = 1_000;
/** Of all different patterns of a schema. */
export const maxPatternsLength = 10_000;
/** Instructions of all automata of a schema: a short pattern may stand for very many ("a{1000}"), and each takes room as long as the schema is known. */
export const maxPatternsSize = 50_000;
/** What asking costs at all, in characters. */
const callLength = 16;

function compiled(pattern: string): RE2JS {
  if (pattern.length > maxPatternLength) throw new PatternError(`is longer than ${maxPatternLength} characters`);
  try {
    return RE2JS.compile(inRe2Syntax(pattern));
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    const reason = error.message.replace(/^error parsing regexp: /, "");
    if (reason.startsWith("invalid repeat count"))
      throw new PatternError("repeats something more than 1000 times; use maxLength for lengths");
    throw new PatternError(`cannot be matched in linear time (${reason})`);
  }
}

function linear(pattern: string): { size: number; test: PatternTest } {
  try {
    const automaton = compiled(pattern);
    const size = automaton.programSize();
    return {
      size,
      test: (text, budget) => {
        budget.spend((text.length + callLength) * size);
        return automaton.test(text);
      },
    };
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    const why = /^(looks|refers)/.test(error.message)
      ? `${error.message}, which cannot be matched in linear time`
      : error.message;
    throw new RefusedPattern(pattern, why);
  }
}

/**
 * The patterns of one schema, matched by RE2's automata instead of by trying every way through: no text makes them slow (R. Cox,
 * "Regular Expression Matching Can Be Simple And Fast", 2007). What that costs is taken from the budget.
 */
export function linearPatterns(): PatternSource {
  const known = new Map<string, PatternTest>();
  let length = 0;
  let size = 0;
  return (pattern) => {
    const before = known.get(pattern);
    if (before) return before;
    length += pattern.length;
    if (length > maxPatternsLength)
      throw new RefusedPattern(
        pattern,
        `is one too many: all patterns of a schema together may have ${maxPatternsLength} characters`,
      );
    const made = linear(pattern);
    size += made.size;
    if (size > maxPatternsSize)
      throw new RefusedPattern(
        pattern,
        `repeats too much: all patterns of a schema together may have ${maxPatternsSize} steps of an automaton; use maxLength for lengths`,
      );
    known.set(pattern, made.test);
    return made.test;
  };
}
