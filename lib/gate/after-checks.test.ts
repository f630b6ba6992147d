import { expect, it } from "vitest";
import type { CheckedSchema } from "@/lib/catalog/parameters-check";
import { storedParametersValidator } from "@/lib/catalog/parameters-validator";
import { afterChecks } from "./after-checks.service";

const schemaOf = (schema: Record<string, unknown>): CheckedSchema => ({
  validate: storedParametersValidator(schema),
  text: () => JSON.stringify(schema),
});
const manyOf = (name: string) => ({
  type: "object",
  properties: {
    lines: {
      type: "array",
      items: { anyOf: Array.from({ length: 20 }, (_, i) => ({ type: "object", required: [`${name}${i}`] })) },
    },
  },
});
const costly = schemaOf(manyOf("f"));
const parameters = { lines: Array.from({ length: 20_000 }, () => ({ f19: 1 })) };
/** A thread starts in its time. */
const threadTestMs = 120_000;

it(
  "work whose parameters take long to check has ended when the check begins, and is done anew after it",
  async () => {
    const order: string[] = [];
    const faults = await afterChecks("caller", async (checks) => {
      order.push("begins");
      try {
        await Promise.resolve();
        return checks.faultsOf(costly, parameters);
      } finally {
        // Where a transaction is taken back.
        order.push("ends");
      }
    });
    expect(faults).toEqual([]);
    expect(order).toEqual(["begins", "ends", "begins", "ends"]);
  },
  threadTestMs,
);

it(
  "what was found counts for the schema that was checked and for no other",
  async () => {
    let attempts = 0;
    const faults = await afterChecks("caller", (checks) =>
      Promise.resolve().then(() => checks.faultsOf(attempts++ === 0 ? costly : schemaOf(manyOf("g")), parameters)),
    );
    expect(faults).toHaveLength(20);
    expect(attempts).toBe(3);
  },
  threadTestMs,
);

it(
  "gives up where the schema is another one each time, and says that nothing was decided",
  async () => {
    let attempts = 0;
    const never = afterChecks("caller", (checks) =>
      Promise.resolve().then(() =>
        checks.faultsOf(schemaOf({ ...manyOf("f"), title: `version ${attempts++}` }), parameters),
      ),
    );
    await expect(never).rejects.toMatchObject({ code: "busy", status: 503 });
  },
  threadTestMs,
);

it("what is checked in a moment is done at the first attempt", async () => {
  let attempts = 0;
  const faults = await afterChecks("caller", (checks) =>
    Promise.resolve().then(() => (attempts++, checks.faultsOf(costly, { lines: [{}] }))),
  );
  expect([faults.length > 0, attempts]).toEqual([true, 1]);
});
