import { afterEach, describe, expect, it, vi } from "vitest";
import * as actionsRoute from "@/app/api/v1/actions/route";
import type { Consumed } from "@/lib/actions/execution.service";
import type { DecisionRow, PermitRow } from "@/lib/actions/action-rows.rules";
import type { FinalDecision } from "@/lib/approvals/finalize.service";
import type { KeyRefusal } from "@/lib/keys/key-refusal";
import { pool } from "@/lib/platform/db/client";
import type { ActiveStop, StopScopeType } from "@/lib/scopes/stop.rules";
import { call } from "@/lib/testing/call";
import { makeWorld } from "@/lib/testing/world";
import type { CommitResult } from "./commit.service";
import type { QueueRoom } from "./interlocks/queue/queue.rules";

// Functions of the database and the types by which they are read say the same words. The compiler holds each list here to its type, and
// the test holds it to the function's body: one more on either side is noticed.

/** Every member of a union, once: the compiler refuses one that is missing and one that is too many. */
const all = <Union extends string>(members: Record<Union, true>): string[] => Object.keys(members).toSorted();

const bodies = new Map(
  (
    await pool().query<{ name: string; body: string }>(
      "SELECT proname AS name, prosrc AS body FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    )
  ).rows.map(({ name, body }) => [name, body]),
);

const bodyOf = (name: string): string => bodies.get(name) ?? "";

/** The bodies of a function and of those that it calls. */
function reach(name: string, seen = new Set<string>()): string {
  seen.add(name);
  const called = [...bodies.keys()].filter((other) => !seen.has(other) && bodyOf(name).includes(`${other}(`));
  return [bodyOf(name), ...called.map((other) => reach(other, seen))].join("\n");
}

const words = (text: string, pattern: RegExp): string[] =>
  [...new Set([...text.matchAll(pattern)].map((found) => found[1] ?? ""))].toSorted();

/** What a function gives as its outcome. Every mention must be a plain word, or this could not read it. */
function outcomesOf(name: string): string[] {
  const text = reach(name);
  expect(text.match(/'outcome'/g)?.length).toBe(text.match(/'outcome', '\w+'/g)?.length);
  return words(text, /'outcome', '(\w+)'/g);
}

describe("a function of the database and the type by which it is read know the same words", () => {
  it("what committing came to", () => {
    expect(outcomesOf("gate_commit")).toEqual(
      all<CommitResult["outcome"]>({
        committed: true,
        replay: true,
        key_reused: true,
        stale_epoch: true,
        caller_refused: true,
        stale_runs: true,
        no_room: true,
        no_budget: true,
      }),
    );
  });

  it("what using a permit came to", () => {
    expect(outcomesOf("permit_consume")).toEqual(
      all<Consumed["outcome"]>({
        started: true,
        caller_refused: true,
        not_found: true,
        not_approved: true,
        digest_mismatch: true,
        permit_consumed: true,
        permit_withdrawn: true,
        run_over: true,
        permit_expired: true,
        stopped: true,
      }),
    );
  });

  it("why a key is not good", () => {
    // The demo's keys are switched off by the program alone.
    expect(words(bodyOf("caller_refusal"), /RETURN '(\w+)'/g)).toEqual(
      all<Exclude<KeyRefusal, "demo_off">>({
        invalid_key: true,
        key_revoked: true,
        key_expired: true,
        run_ended: true,
        run_expired: true,
      }),
    );
  });

  it("whose queue is full", () => {
    expect(words(bodyOf("waiting_refusal"), /'of', '(\w+)'/g)).toEqual(
      all<QueueRoom["of"]>({ agent: true, family: true }),
    );
  });

  it("what a stop of a run says of itself", () => {
    const [, stop = ""] =
      /WHEN v_stop\.id IS NOT NULL THEN\s+jsonb_build_object\(([^]*?)\) END/.exec(bodyOf("gate_refusal")) ?? [];
    expect(words(stop, /'(\w+)', (?:v_|')/g)).toEqual(
      all<keyof ActiveStop>({
        id: true,
        scopeType: true,
        scopeId: true,
        scopeKeys: true,
        standing: true,
        reason: true,
        pulledByName: true,
      }),
    );
  });

  it("which time limits a decision minds", () => {
    expect(words(bodyOf("decision_commit"), /WHEN '(\w+)' THEN/g)).toEqual(
      all<NonNullable<FinalDecision["limit"]>>({ open: true, over: true }),
    );
  });

  it("what a stop is of", () => {
    expect(words(bodyOf("stop_covers"), /WHEN '(\w+)' THEN/g)).toEqual(
      all<StopScopeType>({ workspace: true, agent: true, run: true, kind: true, action: true, resource: true }),
    );
  });
});

describe("rows have the columns that the database writes", () => {
  afterEach(() => vi.restoreAllMocks());

  /** The column lists by which a function writes into a table: after INSERT INTO, and after the SELECT or the VALUES that fill it. */
  function columnsOf(name: string, table: string): string[] {
    const [, into = "", from = ""] =
      new RegExp(`INSERT INTO ${table} \\(([^)]*)\\)\\s+(?:SELECT|VALUES \\()([^]*?)(?:FROM|\\);)`).exec(
        bodyOf(name),
      ) ?? [];
    const list = (text: string) => text.split(",").map((column) => column.trim().replace(/^v_\w+\./, ""));
    expect(list(from), `${name}: ${table}, in the order in which they are listed`).toEqual(list(into));
    return list(into).toSorted();
  }

  it("an action as it is asked", async () => {
    const world = await makeWorld();
    await world.actionType("pay", { zone: "green" });
    const agent = await world.agent();
    const query = vi.spyOn(pool(), "query");
    await call(actionsRoute.POST, {
      token: agent.key,
      path: "/api/v1/actions",
      body: { action: "pay", parameters: {}, confidence: 1 },
    });
    const sent = query.mock.calls
      .map(([statement]) => statement as unknown as { name?: string; values: unknown[] })
      .find(({ name }) => name === "gate_commit");
    const [asked = {}] = JSON.parse(String(sent?.values[7])) as object[];
    expect(columnsOf("gate_commit", "actions")).toEqual(Object.keys(asked).toSorted());
  });

  it.each(["gate_commit", "decision_commit"])("a decision, by %s", (name) => {
    expect(columnsOf(name, "decisions")).toEqual(
      all<keyof DecisionRow>({
        action_id: true,
        workspace_id: true,
        outcome: true,
        by_type: true,
        by_id: true,
        by_name: true,
        reason_code: true,
        reason_text: true,
        at: true,
        stop_id: true,
      }),
    );
  });

  it.each(["gate_commit", "decision_commit"])("a permit, by %s", (name) => {
    expect(columnsOf(name, "permits")).toEqual(
      all<keyof PermitRow>({
        action_id: true,
        workspace_id: true,
        digest: true,
        epoch: true,
        issued_at: true,
        expires_at: true,
      }),
    );
  });
});
