/** The named members that are present: an optional member passed as `undefined` is not the same as an absent one to every callee. */
export function pick<T extends object, K extends keyof T>(from: T, ...names: K[]): Partial<Pick<T, K>> {
  const result: Partial<Pick<T, K>> = {};
  for (const name of names) if (from[name] !== undefined) result[name] = from[name];
  return result;
}
