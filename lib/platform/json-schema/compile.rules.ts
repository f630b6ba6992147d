import { cutText } from "../words.rules";
import { arrayChecks, unevaluatedItems } from "./arrays.rules";
import { assertions } from "./assertions.rules";
import { combinations } from "./combinations.rules";
import { InvalidSchema, type Compiling, type PatternSource, type PatternTest } from "./compiling.rules";
import { Run, type SchemaFault, type SchemaNode } from "./evaluation.rules";
import { objectChecks, unevaluatedProperties } from "./objects.rules";
import { anchorsOf, referred } from "./references.rules";
import type { StepBudget } from "./step-budget.rules";
import { isObject } from "./values.rules";
import { unheldIn, type Unheld } from "./vocabulary.rules";
import { asksOfOneValue } from "./weight.rules";

/** Subschemas of one schema; more nobody can read, and each costs memory at every server. */
export const maxSubschemas = 5_000;
/** How often one value may be asked, through references and branches, before anything in it is. */
export const maxAsksOfOneValue = 1_000;

const dialects = new Set([
  undefined,
  "https://json-schema.org/draft/2020-12/schema",
  "https://json-schema.org/draft/2020-12/schema#",
]);

/** `$dynamicRef` is not among them: what it leads to depends on the way that led to it. */
const known = new Set(["$schema", "$id", "$ref", "$anchor", "$dynamicAnchor", "$defs", "$comment", "$vocabulary"]);

/** More of what is not held to than anybody mends at once. */
const maxUnheld = 20;

/** A schema ready for use. */
export interface CompiledSchema {
  /** What it says that nothing holds to, with its place: at most twenty. What is checked by it passes all the same. */
  readonly unheld: readonly (Unheld & { path: readonly string[] })[];
  /**
   * What the schema says against a value, at most `limit` faults. Every value visited is counted against the budget.
   * @throws TooManySteps where that is used up; RangeError where schema and value nest too deeply for the stack
   */
  faults(value: unknown, budget: StepBudget, limit: number): SchemaFault[];
}

/** Compiles the subschemas of one document, each once, however many references lead to it. */
class Compiler {
  private readonly nodes = new Map<object, SchemaNode>();
  private readonly pending: { target: string; path: readonly string[]; to: { node: SchemaNode } }[] = [];
  private readonly anchors: ReadonlyMap<string, unknown>;
  readonly unheld: (Unheld & { path: readonly string[] })[] = [];
  tracks = false;

  constructor(
    private readonly root: unknown,
    private readonly patterns: PatternSource,
  ) {
    this.anchors = anchorsOf(root);
  }

  document(): SchemaNode {
    const node = this.node(this.root, []);
    for (let next = this.pending.pop(); next; next = this.pending.pop())
      next.to.node = this.referred(next.target, next.path);
    const asks = Math.max(0, ...[...this.nodes.values()].map(asksOfOneValue(new Map())));
    if (asks === Infinity) throw new InvalidSchema([], "refers to itself without end");
    if (asks > maxAsksOfOneValue)
      throw new InvalidSchema(
        [],
        `asks one value more than ${maxAsksOfOneValue} times over, through its references and branches`,
      );
    return node;
  }

  private node(raw: unknown, path: readonly string[]): SchemaNode {
    if (raw === true) return { checks: [], inPlace: [] };
    if (raw === false) return { checks: [(_, run) => run.fault("false schema", "is not allowed")], inPlace: [] };
    if (!isObject(raw)) throw new InvalidSchema(path, "must be a schema: an object, true or false");
    const known = this.nodes.get(raw);
    if (known) return known;
    if (this.nodes.size >= maxSubschemas)
      throw new InvalidSchema(path, `is one too many: a schema may hold ${maxSubschemas} schemas`);
    const node: SchemaNode = { checks: [], inPlace: [] };
    this.nodes.set(raw, node);
    const at = this.compiling(raw, path, node);
    refuseForeign(at);
    this.noteUnheld(at);
    for (const keyword of ["$defs", "definitions"]) {
      const definitions = raw[keyword];
      if (definitions === undefined) continue;
      if (!isObject(definitions)) at.refuse("must be an object", keyword);
      for (const [name, definition] of Object.entries(definitions as object)) at.child(definition, keyword, name);
    }
    node.checks.push(
      ...assertions(at),
      ...arrayChecks(at),
      ...objectChecks(at),
      ...combinations(at),
      ...unevaluatedItems(at),
      ...unevaluatedProperties(at),
    );
    return node;
  }

  private noteUnheld({ schema, path }: Compiling): void {
    if (this.unheld.length >= maxUnheld) return;
    for (const { keyword, message } of unheldIn(schema)) {
      this.unheld.push({ keyword, message, path: [...path, keyword] });
      if (this.unheld.length >= maxUnheld) return;
    }
  }

  private compiling(schema: Record<string, unknown>, path: readonly string[], node: SchemaNode): Compiling {
    return {
      schema,
      path,
      child: (raw, ...place) => this.node(raw, [...path, ...place]),
      inPlace: (raw, ...place) => {
        const to = { node: this.node(raw, [...path, ...place]) };
        node.inPlace.push(to);
        return to.node;
      },
      reference: (target, keyword) => {
        const to = { node };
        node.inPlace.push(to);
        this.pending.push({ target, path: [...path, keyword], to });
        return to;
      },
      pattern: (pattern, ...place) => this.pattern(pattern, [...path, ...place]),
      track: () => {
        this.tracks = true;
      },
      refuse: (message, ...place) => {
        throw new InvalidSchema([...path, ...place], message);
      },
    };
  }

  private pattern(pattern: string, path: readonly string[]): PatternTest {
    try {
      return this.patterns(pattern);
    } catch (error) {
      throw new InvalidSchema(path, error instanceof Error ? error.message : "is not a regular expression");
    }
  }

  private referred(target: string, path: readonly string[]): SchemaNode {
    const found = referred(this.root, target, () => this.anchors);
    if (!found)
      throw new InvalidSchema(path, `leads to ${JSON.stringify(cutText(target, 200))}, which is not in this schema`);
    return this.node(found.raw, found.path);
  }
}

/** What would need other documents, or another draft's rules, is refused rather than passed over. */
function refuseForeign(at: Compiling): void {
  const isRoot = at.path.length === 0;
  if (!dialects.has(at.schema["$schema"] as string | undefined)) at.refuse("must be JSON Schema 2020-12", "$schema");
  if (!isRoot && at.schema["$id"] !== undefined) at.refuse("is only for the whole schema: it is one document", "$id");
  // Names with a $ belong to the language: one that is not known may change what everything else means.
  for (const keyword of Object.keys(at.schema)) {
    if (keyword.startsWith("$") && !known.has(keyword))
      at.refuse("cannot be followed: it is not of the part of JSON Schema that is used here", keyword);
  }
}

/**
 * Compiles a JSON Schema (draft 2020-12) of one document. It is interpreted, never turned into code, so that the same module checks at
 * the server, where every step is counted, and in a browser whose Content-Security-Policy forbids code from texts.
 * @throws InvalidSchema naming the place and the reason
 */
export function compileSchema(schema: unknown, patterns: PatternSource): CompiledSchema {
  const compiler = new Compiler(schema, patterns);
  const root = compiler.document();
  return {
    unheld: compiler.unheld,
    faults(value, budget, limit) {
      const run = new Run(budget, limit, compiler.tracks);
      run.visit(root, value, undefined);
      return run.faults;
    },
  };
}
