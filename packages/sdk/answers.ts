/**
 * Takes an answer for what it should be. A proxy, another program on the port or half an answer must never pass for a decision, so what an agent
 * acts on is looked at before it does. Members that are not known are left alone: a newer server may send more.
 */
import type { Action, Execution, JsonObject, Question, Run } from "./types.ts";

const statuses = ["pending", "approved", "denied", "expired", "cancelled"];

export function readAction(body: unknown): Action {
  const action = objectOf(body, "an action");
  need(action, "id", isText);
  need(action, "action", isText);
  need(action, "agentId", isText);
  need(action, "digest", isText);
  need(action, "parameters", isObject);
  need(action, "status", (value) => typeof value === "string" && statuses.includes(value));
  need(action, "finalParameters", orNull(isObject));
  need(
    action,
    "decision",
    orNull(
      (value) => isObject(value) && isText(value["outcome"]) && isObject(value["by"]) && isObject(value["reason"]),
    ),
  );
  need(
    action,
    "permit",
    orNull((value) => isObject(value) && isText(value["digest"])),
  );
  need(
    action,
    "execution",
    orNull((value) => isObject(value) && isText(value["status"])),
  );
  need(action, "verdict", (value) => isObject(value) && Array.isArray(value["interlocks"]));
  return action as unknown as Action;
}

export function readExecution(body: unknown): Execution {
  const execution = objectOf(body, "an execution");
  need(execution, "actionId", isText);
  need(execution, "parameters", isObject);
  return execution as unknown as Execution;
}

export function readRun(body: unknown): Run {
  const run = objectOf(body, "a run");
  need(run, "id", isText);
  need(run, "token", isText);
  return run as unknown as Run;
}

export function readQuestion(body: unknown): Question {
  const question = objectOf(body, "a question");
  need(question, "id", isText);
  need(question, "actionId", isText);
  need(question, "text", isText);
  need(question, "by", (value) => isObject(value) && isText(value["name"]));
  need(
    question,
    "answer",
    orNull((value) => isObject(value) && isText(value["text"])),
  );
  return question as unknown as Question;
}

/** A list of anything. */
export function readItems(body: unknown): { items: unknown[] } {
  const list = objectOf(body, "a list");
  need(list, "items", Array.isArray);
  return list as { items: unknown[] };
}

function objectOf(body: unknown, what: string): JsonObject {
  if (!isObject(body)) throw new TypeError(`${what} was expected`);
  return body;
}

function need(body: JsonObject, name: string, is: (value: unknown) => boolean): void {
  if (!is(body[name]))
    throw new TypeError(name in body ? `"${name}" is not what it should be` : `"${name}" is missing`);
}

function orNull(is: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => value === null || is(value);
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
