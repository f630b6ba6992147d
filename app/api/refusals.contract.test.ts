import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { methodsOf } from "@/lib/platform/http/define-route";
import { generalRefusals, refusalsOf } from "@/lib/platform/http/refusals.rules";
import type { ProblemCode } from "@/lib/platform/problem-codes.rules";
import { manifest } from "./manifest";

// What the OpenAPI document says a route may refuse, held to what the routes did answer in the integration tests just run.

const file = process.env.SIGNALBOX_REFUSALS_FILE ?? "";
const operations = manifest.flatMap(({ module }) =>
  methodsOf(module).map((method) => ({ method, definition: module[method]!.definition })),
);

const ids = new Set(operations.map(({ definition }) => definition.id));
/** Lines of the record; tests make routes of their own, too, which are nobody's contract. */
const answered = existsSync(file)
  ? new Set(
      readFileSync(file, "utf8")
        .split("\n")
        .filter((line) => ids.has(line.split(" ")[0] ?? "")),
    )
  : undefined;

/** `denied_now` comes where an interlock fails. Others are codes that the door gives before any route is asked, or only a fault of ours or an instance in trouble gives; the tests about those provoke them in their own way. */
const ofTrouble = new Set<ProblemCode>([
  "denied_now",
  "misdirected_request",
  "internal_error",
  "busy",
  "too_many_connections",
  "unavailable",
]);

describe("refusals", () => {
  it("were recorded: run after all integration tests", () => expect(answered, file).toBeDefined());

  it("that were answered are declared", () => {
    const declared = new Set(
      operations.flatMap(({ definition, method }) =>
        refusalsOf(definition, method).map((code) => `${definition.id} ${code}`),
      ),
    );
    expect([...(answered ?? [])].filter((line) => !declared.has(line)).toSorted()).toEqual([]);
  });

  it("that a route declares as its own were provoked there", () => {
    const own = operations.flatMap(({ definition }) =>
      (definition.refusals ?? []).filter((code) => !ofTrouble.has(code)).map((code) => `${definition.id} ${code}`),
    );
    expect(own.filter((line) => answered?.has(line) !== true).toSorted()).toEqual([]);
  });

  it("that follow from what a route is were provoked somewhere", () => {
    const general = new Set(operations.flatMap(({ definition, method }) => generalRefusals(definition, method)));
    const codes = new Set([...(answered ?? [])].map((line) => line.split(" ")[1]));
    expect([...general].filter((code) => !ofTrouble.has(code) && !codes.has(code)).toSorted()).toEqual([]);
  });
});
