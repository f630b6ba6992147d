/**
 * What one kind of control adds to what is known of a workspace at an epoch. All sources are read by the statement that reads the epoch,
 * and compiled once for each; whatever changes what a source reads moves the epoch in its own transaction.
 */
export interface ControlSource<Row, Compiled> {
  /** Its own among all sources: letters and underscores. */
  name: string;
  /** A SELECT of its rows; `w` is the workspace's row. The rows come as JSON: what has no JSON form, such as money, is selected as text. */
  read: string;
  /** Makes of the rows what is judged by; of no rows, what a workspace has that has none. */
  compile(rows: readonly Row[]): Compiled;
}

/**
 * What every source compiled, by the source's name: it is shared by all bundles of one process (process-wide.ts), each of which has the
 * sources as objects of its own.
 */
export type CompiledControls = Readonly<Record<string, unknown>>;

type AnySource = ControlSource<unknown, unknown>;

/** Names a value as what this source compiled. */
export const controlsWith = <Compiled>(
  { name }: ControlSource<never, Compiled>,
  compiled: Compiled,
): CompiledControls => ({ [name]: compiled });

/** @throws where nobody read this source: who judges by it must not take that for "none" */
export function compiledOf<Compiled>(controls: CompiledControls, { name }: ControlSource<never, Compiled>): Compiled {
  if (!Object.hasOwn(controls, name)) throw new Error(`the controls have no ${name}`);
  return controls[name] as Compiled;
}

/** What a statement selects FROM workspaces w for these sources, each as JSON under its name. */
export const columnsOf = (sources: readonly AnySource[]): string =>
  sources
    .map(({ name, read }) => `(SELECT json_agg(row_to_json(found)) FROM (${read}) AS found) AS ${name}`)
    .join(",\n    ");

/** @param row as the statement with `columnsOf` gives it; without one, of a workspace that has nothing set */
export function compileControls(
  sources: readonly AnySource[],
  row: Readonly<Record<string, unknown>> = {},
): CompiledControls {
  return Object.fromEntries(
    sources.map((source) => [source.name, source.compile((row[source.name] ?? []) as readonly unknown[])]),
  );
}
