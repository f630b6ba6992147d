/** A list's order: by one of its columns, up or down. */
export interface ColumnSort<Column extends string = string> {
  columnId: Column;
  direction: "ascending" | "descending";
}

/** The orders that a list knows: what the API calls them, and which heading of its table stands for each. */
export interface ListSorts<Name extends string, Column extends string> {
  /** As the API takes them. */
  names: readonly [Name, ...Name[]];
  /** What a name says; for none, the usual order. */
  of: (name: Name | undefined) => ColumnSort<Column>;
  /** The heading that an address's order goes by: the usual one for an empty text, none for an order that the list does not know. */
  columnOf: (text: string) => ColumnSort<Column> | null;
  /** What an address holds for a heading's order: nothing for the usual one. */
  textOf: (column: ColumnSort) => string;
  /** Every order with its words, the usual one first: for where the headings are not all in sight. */
  choices: readonly { value: Name; label: string }[];
}

/** An order's name as people read it: `Latest used`, `Name, A to Z`. */
function wordsOf(name: string): string {
  const words = name
    .replace(/_a_to_z$/, ", A to Z")
    .replace(/_z_to_a$/, ", Z to A")
    .replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/**
 * One table of orders for the API, the query and the headings, so that none of them knows an order that another does not.
 *
 * @param usual the order of a list that was asked for none
 */
export function listSorts<const Sorts extends Readonly<Record<string, ColumnSort>>>(
  sorts: Sorts,
  usual: keyof Sorts & string,
) {
  type Name = keyof Sorts & string;
  type Column = Sorts[Name]["columnId"];
  const known = (name: Name): ColumnSort<Column> => sorts[name] as ColumnSort<Column>;
  const isName = (text: string): text is Name => Object.hasOwn(sorts, text);
  const names = Object.keys(sorts) as [Name, ...Name[]];
  return {
    names,
    choices: names
      .toSorted((a, b) => Number(b === usual) - Number(a === usual))
      .map((value) => ({ value, label: wordsOf(value) })),
    of: (name) => known(name ?? usual),
    columnOf: (text) => (text === "" ? known(usual) : isName(text) ? known(text) : null),
    textOf: ({ columnId, direction }) => {
      const found = names.find((name) => known(name).columnId === columnId && known(name).direction === direction);
      return found === undefined || found === usual ? "" : found;
    },
  } satisfies ListSorts<Name, Column>;
}
