import { asJson } from "@/components/approvals/evidence/as-json";
import { foldsOf } from "@/components/patterns/values/value-folds";
import { leafText, leavesOf, valueTree } from "@/components/patterns/values/value-rows";
import type { Action } from "@/lib/actions/action.schemas";
import { pathText } from "@/lib/platform/value-path.rules";

/** A value of one of several actions, as it stands in the line under its sentence. */
interface InlineValue {
  path: string;
  text: string;
}

/**
 * How an action's parameters are shown among several: `inline`, all of them in a line; `opened`, once somebody opens them; `alone`, not
 * here, since they are more than one reads among others.
 */
export type Showing = { as: "inline"; values: readonly InlineValue[] } | { as: "opened" } | { as: "alone" };

/** So much stands in a line and is still read. */
const maxInlineCharacters = 240;
const maxInlineValues = 12;
/** So many values are read among others, when they are opened. */
const maxOpenedValues = 60;

/** How one of several actions is shown: the same measure of what is folded as where it stands alone. */
export function showingOf({ parameters }: Pick<Action, "parameters">): Showing {
  const tree = valueTree(asJson(parameters));
  if (tree.leaves > maxOpenedValues || foldsOf(tree).length > 0) return { as: "alone" };
  const values =
    Object.keys(parameters).length === 0
      ? []
      : leavesOf(tree).map(({ path, value }) => ({ path: pathText(path).replace(/^\./, ""), text: leafText(value) }));
  const characters = values.reduce((sum, { path, text }) => sum + path.length + text.length, 0);
  return values.length <= maxInlineValues && characters <= maxInlineCharacters
    ? { as: "inline", values }
    : { as: "opened" };
}
