import type { SchemaNode } from "./evaluation.rules";

/**
 * How many subschemas a node asks about one and the same value, itself included: Infinity where it leads back to itself. A chain of
 * definitions that each refer twice to the next doubles with every link, and would be counted as often as it is asked; here each
 * subschema is counted once and its number used again.
 */
export function asksOfOneValue(known: Map<SchemaNode, number>): (node: SchemaNode) => number {
  const asks = (node: SchemaNode): number => {
    const counted = known.get(node);
    if (counted !== undefined) return counted;
    // While it is being counted, whoever comes back to it goes round without end.
    known.set(node, Infinity);
    const sum = node.inPlace.reduce((total, to) => total + asks(to.node), 1);
    known.set(node, sum);
    return sum;
  };
  return asks;
}
