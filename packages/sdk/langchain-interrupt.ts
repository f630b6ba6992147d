/**
 * Reading the interrupts of LangChain's human-in-the-loop middleware and writing their answers.
 *
 * Three dialects are in use: one interrupt for all calls in camelCase (LangChain.js) or snake_case (LangChain for Python,
 * where older versions say `arguments` for `args`), and one interrupt per call, `{ type: "tool_approval", tool_call_id, … }`.
 */
import type { JsonObject } from "./types.ts";

export type ReviewDecision = "approve" | "edit" | "reject";

/** One tool call that waits for a decision. */
export interface ToolReview {
  name: string;
  args: JsonObject;
  description: string | undefined;
  allowed: ReadonlySet<ReviewDecision>;
  /** Known only where there is one interrupt per call. */
  toolCallId: string | undefined;
}

export interface ToolInterrupt {
  form: "together" | "per_call";
  spelling: "camel" | "snake";
  reviews: ToolReview[];
}

/** What was decided about one call. */
export type Resolution = { type: "approve" } | { type: "edit"; args: JsonObject } | { type: "reject"; message: string };

/**
 * Reads the value of an interrupt. Null when it is none of the middleware's, so that other interrupts are left alone.
 * @throws {TypeError} when it is the middleware's but cannot be understood, since guessing would run something unseen
 */
export function readToolInterrupt(value: unknown): ToolInterrupt | null {
  if (!isObject(value)) return null;
  if (value["type"] === "tool_approval") return readPerCall(value);
  const camel = value["actionRequests"];
  const requests = camel ?? value["action_requests"];
  if (requests === undefined) return null;
  if (!Array.isArray(requests) || requests.length === 0) throw new TypeError("The interrupt holds no action requests.");
  const configs = value["reviewConfigs"] ?? value["review_configs"];
  const reviews = requests.map((request: unknown, index): ToolReview => {
    if (!isObject(request)) throw new TypeError(`Action request ${index} is not an object.`);
    const name = readName(request["name"] ?? request["action"]);
    return {
      name,
      args: readArgs(request["args"] ?? request["arguments"], name),
      description: typeof request["description"] === "string" ? request["description"] : undefined,
      allowed: readAllowed(Array.isArray(configs) ? configs : [], index, name),
      toolCallId: undefined,
    };
  });
  return { form: "together", spelling: camel === undefined ? "snake" : "camel", reviews };
}

/**
 * The value to resume the interrupt with: `{ decisions }` in the order of the requests, or the single decision of the per-call form.
 * @throws {RangeError} when a resolution is missing or is not among the decisions that the interrupt allows
 */
export function writeToolResume(interrupt: ToolInterrupt, resolutions: Resolution[]): unknown {
  if (resolutions.length !== interrupt.reviews.length) {
    throw new RangeError(`${resolutions.length} decisions for ${interrupt.reviews.length} tool calls.`);
  }
  const decisions = interrupt.reviews.map((review, index) => {
    const resolution = resolutions[index];
    if (resolution === undefined) throw new RangeError(`No decision for the call of ${review.name}.`);
    return writeDecision(interrupt.spelling, review, resolution);
  });
  return interrupt.form === "per_call" ? decisions[0] : { decisions };
}

function writeDecision(spelling: ToolInterrupt["spelling"], review: ToolReview, resolution: Resolution): JsonObject {
  const { allowed, name } = review;
  const edited = (args: JsonObject) => ({
    type: "edit",
    [spelling === "camel" ? "editedAction" : "edited_action"]: { name, args },
  });
  switch (resolution.type) {
    case "approve":
      if (allowed.has("approve")) return { type: "approve" };
      // To edit without changing anything is to approve.
      if (allowed.has("edit")) return edited(review.args);
      break;
    case "edit":
      if (allowed.has("edit")) return edited(resolution.args);
      break;
    case "reject":
      if (allowed.has("reject")) return { type: "reject", message: resolution.message };
      break;
  }
  throw new RangeError(
    `The interrupt for ${name} does not allow "${resolution.type}", only ${[...allowed].join(", ")}.`,
  );
}

function readPerCall(value: JsonObject): ToolInterrupt {
  const name = readName(value["name"]);
  const id = value["tool_call_id"] ?? value["toolCallId"];
  if (typeof id !== "string" || id === "") throw new TypeError(`The approval request for ${name} names no tool call.`);
  const schema = value["response_schema"] ?? value["responseSchema"];
  const snake = "tool_call_id" in value && !JSON.stringify(schema ?? null).includes('"editedAction"');
  const review: ToolReview = {
    name,
    args: readArgs(value["args"] ?? value["arguments"], name),
    description: typeof value["description"] === "string" ? value["description"] : undefined,
    allowed: allowedBySchema(schema),
    toolCallId: id,
  };
  return { form: "per_call", spelling: snake ? "snake" : "camel", reviews: [review] };
}

const everyDecision: readonly ReviewDecision[] = ["approve", "edit", "reject"];

/** The decisions that the answer's JSON Schema lists, as `type: { const }` of its alternatives. */
function allowedBySchema(schema: unknown): ReadonlySet<ReviewDecision> {
  if (!isObject(schema)) return new Set(everyDecision);
  const alternatives = schema["oneOf"] ?? schema["anyOf"];
  const types = (Array.isArray(alternatives) ? alternatives : [schema]).flatMap((alternative: unknown): unknown[] => {
    const properties = isObject(alternative) ? alternative["properties"] : undefined;
    const type = isObject(properties) ? properties["type"] : undefined;
    if (!isObject(type)) return [];
    return Array.isArray(type["enum"]) ? type["enum"] : [type["const"]];
  });
  const allowed = everyDecision.filter((decision) => types.includes(decision));
  return new Set(allowed.length > 0 ? allowed : everyDecision);
}

function readAllowed(configs: unknown[], index: number, name: string): ReadonlySet<ReviewDecision> {
  const nameOf = (config: unknown) => (isObject(config) ? (config["actionName"] ?? config["action_name"]) : undefined);
  const config =
    nameOf(configs[index]) === name ? configs[index] : configs.find((candidate) => nameOf(candidate) === name);
  const allowed = isObject(config) ? (config["allowedDecisions"] ?? config["allowed_decisions"]) : undefined;
  if (!Array.isArray(allowed)) return new Set(everyDecision);
  return new Set(everyDecision.filter((decision) => allowed.includes(decision)));
}

function readName(name: unknown): string {
  if (typeof name !== "string" || name === "") throw new TypeError("An action request has no name.");
  return name;
}

function readArgs(args: unknown, name: string): JsonObject {
  const value: unknown = typeof args === "string" ? JSON.parse(args) : args;
  if (!isObject(value)) throw new TypeError(`The arguments of ${name} are not an object.`);
  return value;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
