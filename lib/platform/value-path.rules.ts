/** Where a value stands in another: names of members and positions in lists, outermost first; empty for the whole. */
export type ValuePath = readonly (string | number)[];

/** What stands after a dot as it is: nothing in it could be read as a dot, a bracket, a quote or as nothing. */
const plainName = /^[A-Za-z_$][A-Za-z0-9_$-]*$/u;

/** One step of a path, in writing: `.port`, `[0]`, `["to.account"]`. */
export function stepText(step: string | number): string {
  if (typeof step === "number") return `[${step}]`;
  return plainName.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
}

/** A path in writing: `rules[0].port`, `["to.account"]`. Two paths are never written alike; the whole is written as nothing. */
export function pathText(path: ValuePath): string {
  const text = path.map(stepText).join("");
  return text.startsWith(".") ? text.slice(1) : text;
}
