/** What is sent, made acceptable: an ask without touching what runs, an outcome whatever it holds. */
import { acceptable, type Replacement } from "./acceptable.ts";
import type { SignalboxError } from "./errors.ts";
import { exactJson } from "./exact-json.ts";
import { shortId, shortText, wordsOf } from "./text.ts";
import type { ActionRequest, JsonObject, Outcome } from "./types.ts";

/** Where in `metadata` a request says what of it was replaced. */
const replacedIn = "signalboxClient";

const LONGEST_SUMMARY = 20_000;
/** All passages that an agent sends with its reasoning, in UTF-16 units of JSON: at three bytes each they leave room for 256 KiB of parameters. */
const LONGEST_CONTEXT = 150_000;
const LONGEST_METADATA = 50_000;
const LONGEST_ERROR = 4_000;
/** Longest result that is reported in full, in UTF-16 units of JSON. */
const LONGEST_RESULT = 32_768;
const LEVELS = 56;

/**
 * The request as it is sent. The agent's own words (reasoning, metadata, the ids of its own making) are shortened and cleaned where they must be, and
 * `metadata` then says so; the parameters, the resource and everything else that decides what runs stays as it is.
 * @param level how many arrays and objects stand around the request in the body
 * @throws {SignalboxError} `unsendable` for what may not be altered and cannot be sent as it is, with its path
 */
export function sendableRequest(request: ActionRequest, level = 0): ActionRequest {
  const { reasoning, metadata, toolCallId, stepId, traceId, spanId, effects, ...deed } = request;
  const replaced: Replacement[] = [];
  const words = (path: string, text: string, length: number): string => {
    const sent = typeof text === "string" ? shortText(text, length) : shortText(wordsOf(text), length);
    if (sent !== text) replaced.push({ path, what: "cut, or cleaned of characters that cannot be sent" });
    return sent;
  };
  const id = (path: string, value: unknown): JsonObject => {
    if (typeof value !== "string" || value === "") return {};
    const sent = shortId(value);
    if (sent !== value) replaced.push({ path, what: "too long or not sendable: its beginning and its SHA-256" });
    return { [path]: sent };
  };
  const made = (path: string, value: unknown, characters: number): unknown => {
    const read = acceptable(value, { characters, levels: LEVELS });
    replaced.push(
      ...read.replaced.map(({ path: inner, what }) => ({ path: inner === "" ? path : `${path}.${inner}`, what })),
    );
    return read.value;
  };
  // Everything that is not the agent's own account is what is asked for.
  const sent: JsonObject = { ...(exactJson(deed, "", level) as JsonObject) };
  if (!isObject(request.parameters)) exactJson(Symbol("none"), "parameters", level);
  Object.assign(sent, id("toolCallId", toolCallId), id("stepId", stepId), id("traceId", traceId), id("spanId", spanId));
  if (effects !== undefined) {
    const { blastRadius, rollbackPlan, ...rest } = effects;
    sent["effects"] = {
      ...(exactJson(rest, "effects", level + 1) as JsonObject),
      ...(blastRadius === undefined ? {} : { blastRadius: words("effects.blastRadius", blastRadius, 500) }),
      ...(rollbackPlan === undefined ? {} : { rollbackPlan: words("effects.rollbackPlan", rollbackPlan, 5_000) }),
    };
  }
  if (reasoning !== undefined) sent["reasoning"] = reasoningOf(reasoning, words, made);
  const account = metadata === undefined ? undefined : made("metadata", metadata, LONGEST_METADATA);
  if (account !== undefined || replaced.length > 0) {
    sent["metadata"] = {
      ...(isObject(account) ? account : account === undefined || account === null ? {} : { given: account }),
      ...(replaced.length > 0 ? { [replacedIn]: { replaced } } : {}),
    };
  }
  return sent as unknown as ActionRequest;
}

function reasoningOf(
  reasoning: NonNullable<ActionRequest["reasoning"]>,
  words: (path: string, text: string, length: number) => string,
  made: (path: string, value: unknown, characters: number) => unknown,
): JsonObject {
  const context = Array.isArray(reasoning.context) ? reasoning.context.slice(0, 100) : undefined;
  if (context === undefined) return { summary: words("reasoning.summary", reasoning.summary, LONGEST_SUMMARY) };
  const passages = made("reasoning.context", context, LONGEST_CONTEXT);
  return {
    summary: words("reasoning.summary", reasoning.summary, LONGEST_SUMMARY),
    context: (Array.isArray(passages) ? passages : []).filter(isObject).map((passage, index) => ({
      label: words(
        `reasoning.context.${index}.label`,
        typeof passage["label"] === "string" && passage["label"] !== "" ? passage["label"] : "passage",
        200,
      ),
      ...(typeof passage["content"] === "string"
        ? { content: words(`reasoning.context.${index}.content`, passage["content"], 50_000) }
        : {}),
      ...(typeof passage["uri"] === "string"
        ? { uri: words(`reasoning.context.${index}.uri`, passage["uri"], 2_000) }
        : {}),
      ...(typeof passage["sha256"] === "string" ? { sha256: passage["sha256"] } : {}),
    })),
  };
}

/** A result that can be reported: itself where it can be sent, else what can be sent of it beside what was replaced. */
export function reportable(result: unknown): unknown {
  const { value, replaced } = acceptable(result, { characters: LONGEST_RESULT, levels: LEVELS });
  return replaced.length === 0 ? value : { reported: value, replaced };
}

/** The outcome as it is sent. Never throws: work that was done is reported. */
export function sendableOutcome(outcome: Outcome): Outcome {
  const { status, result, error, cost, usage } = outcome;
  const account =
    usage === undefined ? undefined : acceptable(usage, { characters: LONGEST_METADATA, levels: LEVELS }).value;
  return {
    status,
    ...(result === undefined ? {} : { result: reportable(result) }),
    ...(error === undefined ? {} : { error: shortText(wordsOf(error), LONGEST_ERROR) }),
    ...(cost === undefined
      ? {}
      : { cost: acceptable(cost, { characters: 500, levels: 2 }).value as NonNullable<Outcome["cost"]> }),
    ...(isObject(account) ? { usage: account } : {}),
  };
}

/** What is still reported when the server refuses an outcome as it was given: that the work is over, how, and why the rest is missing. */
export function plainOutcome(outcome: Outcome, refusal: SignalboxError): Outcome {
  const known = ["succeeded", "failed", "partial"].includes(outcome.status);
  const faults = refusal.errors.map(({ path, message }) => `${path} ${message}`).join("; ");
  return {
    status: known ? outcome.status : "partial",
    result: reportable({
      reported: outcome.result ?? null,
      replaced: [
        {
          path: "",
          what: `The outcome as it was given was refused (${refusal.code}: ${faults || refusal.message}); cost and usage are left out.`,
        },
      ],
    }),
    ...(outcome.error === undefined ? {} : { error: shortText(wordsOf(outcome.error), LONGEST_ERROR) }),
  };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
