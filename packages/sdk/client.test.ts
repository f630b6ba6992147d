import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Signalbox } from "./client.ts";
import { ContractServer, type StoredAction } from "./contract.server.ts";
import { NotApprovedError, SignalboxError } from "./errors.ts";

let server: ContractServer;
let signalbox: Signalbox;
let warnings: SignalboxError[];

beforeEach(async () => {
  server = await new ContractServer().start();
  warnings = [];
  signalbox = new Signalbox({
    baseUrl: server.baseUrl,
    apiKey: "sbx_test",
    retryForSeconds: 5,
    onWarning: (error) => warnings.push(error),
  });
});
afterEach(() => server.stop());

const pay = { action: "pay", parameters: { amount: 12 } };

async function refusal(call: Promise<unknown>): Promise<SignalboxError> {
  const error: unknown = await call.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (error instanceof SignalboxError) return error;
  throw new Error("no SignalboxError", { cause: error });
}

/** Injects the faults one after another into requests that match; then lets everything through. */
function faultsOn(path: RegExp, faults: ReturnType<ContractServer["fault"]>[]) {
  const left = [...faults];
  server.fault = (request) => (path.test(`${request.method} ${request.path}`) ? left.shift() : undefined);
}

describe("asking", () => {
  it("sends the key, an idempotency key of its own and the body", async () => {
    const first = await signalbox.ask(pay);
    const second = await signalbox.ask(pay);
    expect(first.status).toBe("pending");
    expect(second.id).not.toBe(first.id);
    const keys = server.requests.map((request) => request.headers["idempotency-key"]);
    expect(new Set(keys).size).toBe(2);
    expect(server.requests[0]).toMatchObject({ headers: { authorization: "Bearer sbx_test" }, body: pay });
  });

  it.each([
    ["503 with Retry-After", [{ status: 503, retryAfter: "0" }]],
    ["a lost connection before the request was handled", ["drop"]],
    ["a lost answer after the request was handled", ["drop_after", "drop_after"]],
    ["429", [{ status: 429, code: "rate_limited", retryAfter: "0" }]],
    ["409 idempotency_in_flight", [{ status: 409, code: "idempotency_in_flight" }]],
  ] as const)("asks once whatever happens on the way: %s", async (_name, faults) => {
    faultsOn(/POST/, [...faults]);
    const action = await signalbox.ask(pay);
    expect(action.action).toBe("pay");
    expect(server.actions.size).toBe(1);
    expect(new Set(server.requests.map((request) => request.headers["idempotency-key"])).size).toBe(1);
  });

  it("waits as long as Retry-After says", async () => {
    faultsOn(/POST/, [{ status: 503, retryAfter: "1" }]);
    const started = Date.now();
    await signalbox.ask(pay);
    expect(Date.now() - started).toBeGreaterThanOrEqual(990);
  });

  it("gives the first answer again for a key used again, and refuses it for another body", async () => {
    const first = await signalbox.ask(pay, { idempotencyKey: "k1" });
    expect((await signalbox.ask(pay, { idempotencyKey: "k1" })).id).toBe(first.id);
    const error = await refusal(signalbox.ask({ ...pay, parameters: { amount: 13 } }, { idempotencyKey: "k1" }));
    expect(error).toMatchObject({ code: "idempotency_key_reused", status: 422 });
  });

  it("carries the server's problem: code, status, request id and the path of each fault", async () => {
    const error = await refusal(signalbox.ask({ action: "invalid", parameters: {} }));
    expect(error).toMatchObject({
      code: "invalid_parameters",
      status: 422,
      requestId: "req_1",
      message: "The server says invalid_parameters.",
      errors: [{ path: "parameters.amount", message: "must be a number" }],
    });
    expect(server.requests).toHaveLength(1);
  });

  it("says unreachable, and does not hang, when nobody listens", async () => {
    await server.stop();
    const nobody = new Signalbox({ baseUrl: server.baseUrl, apiKey: "sbx_test", retryForSeconds: 0.3 });
    expect(await refusal(nobody.ask(pay))).toMatchObject({ code: "unreachable", status: 0 });
    await server.start();
  });

  it("refuses an answer that is not JSON", async () => {
    const odd = new Signalbox({
      baseUrl: server.baseUrl,
      apiKey: "k",
      fetch: async () => new Response("<html>", { status: 200 }),
    });
    expect((await refusal(odd.ask(pay))).code).toBe("invalid_response");
  });

  it("answers each action of a batch on its own", async () => {
    const items = await signalbox.askBatch([pay, { action: "invalid", parameters: {} }, pay]);
    expect(items.map((item) => (item instanceof SignalboxError ? item.code : item.status))).toEqual([
      "pending",
      "invalid_parameters",
      "pending",
    ]);
  });
});

describe("waiting", () => {
  it("returns when a person has decided, in one held call", async () => {
    const { id } = await signalbox.ask(pay);
    const waiting = signalbox.wait(id);
    setTimeout(() => server.approve(server.asked("pay")), 100);
    expect((await waiting).status).toBe("approved");
    expect(server.requests.filter((request) => request.method === "GET")).toHaveLength(1);
  });

  it("survives a restart of the server and 503 while it comes up", async () => {
    const { id } = await signalbox.ask(pay);
    const waiting = signalbox.wait(id);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await server.stop();
    faultsOn(/GET/, [{ status: 503, retryAfter: "0" }, { status: 503 }]);
    setTimeout(() => void server.start().then(() => server.approve(server.asked("pay"))), 400);
    expect((await waiting).status).toBe("approved");
  });

  it("gives up with still_pending after its time, or when its caller aborts", async () => {
    const { id } = await signalbox.ask(pay);
    expect((await refusal(signalbox.wait(id, { timeoutSeconds: 0.2 }))).code).toBe("still_pending");
    expect((await refusal(signalbox.wait(id, { signal: AbortSignal.timeout(50) }))).code).toBe("aborted");
  });

  it("does not try again what will not get better", async () => {
    expect(await refusal(signalbox.wait("act_none"))).toMatchObject({ code: "not_found", status: 404 });
    expect(server.requests).toHaveLength(1);
  });
});

describe("guarded work", () => {
  it("runs with the edited parameters, once, and reports the result", async () => {
    server.judge = (action) => server.edit(action, { amount: 5 }, "Half is enough");
    const result = await signalbox.guarded(pay, (parameters) => ({ paid: parameters["amount"] }));
    expect(result).toEqual({ paid: 5 });
    expect(server.asked("pay").outcome).toEqual({ status: "succeeded", result: { paid: 5 } });
  });

  it("does not run what was rejected, and says why", async () => {
    server.judge = (action) => server.reject(action, "Not this quarter");
    let ran = false;
    const error = await refusal(signalbox.guarded(pay, () => (ran = true)));
    expect(error).toBeInstanceOf(NotApprovedError);
    expect(error.message).toBe(
      'The action "pay" was not run: it was rejected by Sam Supervisor. Reason: Not this quarter',
    );
    expect(ran).toBe(false);
  });

  it("names the interlock that denied, and expiry", async () => {
    server.judge = (action) => server.denyByPolicy(action, "A stop is in force for this workspace.");
    expect((await refusal(signalbox.guarded(pay, () => 1))).message).toContain("A stop is in force");
    server.judge = (action) => server.expire(action);
    expect((await refusal(signalbox.guarded(pay, () => 1))).message).toContain("nobody decided in time");
  });

  it("reports failure when the work throws, and throws it on", async () => {
    server.judge = (action) => server.approve(action);
    await expect(
      signalbox.guarded(pay, () => {
        throw new RangeError("bank is closed");
      }),
    ).rejects.toThrow(RangeError);
    expect(server.asked("pay").outcome).toEqual({ status: "failed", error: "bank is closed" });
  });

  it("does not run when the permit is refused", async () => {
    server.judge = (action) => server.approve(action);
    faultsOn(/executions/, [{ status: 409, code: "stopped" }]);
    let ran = false;
    expect((await refusal(signalbox.guarded(pay, () => (ran = true)))).code).toBe("stopped");
    expect(ran).toBe(false);
  });

  it("takes the permit once although the answer was lost", async () => {
    server.judge = (action) => server.approve(action);
    faultsOn(/executions/, ["drop_after"]);
    expect(await signalbox.guarded(pay, () => "done")).toBe("done");
  });

  it("a permit that was used cannot be used again", async () => {
    server.judge = (action) => server.approve(action);
    const action = await signalbox.ask(pay);
    await signalbox.takePermit(action);
    expect((await refusal(signalbox.takePermit(action))).code).toBe("permit_consumed");
  });

  it("does not run parameters other than those that were shown as decided", async () => {
    server.judge = (action) => server.approve(action);
    const action = await signalbox.ask(pay);
    server.asked("pay").finalParameters = { amount: 1_000_000 };
    let ran = false;
    expect((await refusal(signalbox.runPermitted(action, () => (ran = true)))).code).toBe("parameters_mismatch");
    expect(ran).toBe(false);
    expect(server.asked("pay").outcome?.status).toBe("failed");
  });

  it.each<[string, (action: StoredAction) => void]>([
    ["other parameters than the permit is for", (action) => (action.finalParameters = { amount: 13 })],
    ["another resource", (action) => (action.resource = { type: "account", id: "9" })],
    ["another action", (action) => (action.action = "refund")],
    ["another version of the catalog's entry", (action) => (action.typeVersion = 2)],
    ["no version at all", (action) => (action.typeVersion = null)],
    ["another agent", (action) => (action.agentId = "agt_2")],
    ["another subject", (action) => (action.onBehalfOf = { type: "user", id: "u1" })],
    [
      "a permit for something else",
      (action) => (action.permit = { digest: "0".repeat(64), expiresAt: action.expiresAt }),
    ],
  ])("leaves the permit alone where it is shown %s", async (_, change) => {
    server.judge = (action) => server.approve(action);
    const { id } = await signalbox.ask(pay);
    change(server.asked("pay"));
    const shown = await signalbox.get(id);
    expect((await refusal(signalbox.takePermit(shown))).code).toBe("parameters_mismatch");
    expect(server.requests.filter(({ path }) => path.endsWith("/executions"))).toEqual([]);
  });

  it("does not run as approved what was edited behind the decision", async () => {
    server.judge = (action) => {
      server.edit(action, { amount: 5 }, "");
      if (action.decision) action.decision.outcome = "approve";
    };
    expect((await refusal(signalbox.guarded(pay, () => "ran"))).code).toBe("parameters_mismatch");
  });

  it("returns the result and warns when only the report was lost", async () => {
    server.judge = (action) => server.approve(action);
    faultsOn(/outcome/, [{ status: 409, code: "outcome_already_reported" }]);
    expect(await signalbox.guarded(pay, () => "done")).toBe("done");
    expect(warnings.map((warning) => warning.code)).toEqual(["outcome_unreported"]);
  });
});

describe("runs", () => {
  it("gives a client that uses the run's token", async () => {
    const { run, signalbox: inRun } = await signalbox.startRun({ task: "close the quarter" });
    await inRun.ask(pay);
    await signalbox.endRun(run.id);
    expect(server.requests.map((request) => [request.path, request.headers.authorization])).toEqual([
      ["/api/v1/runs", "Bearer sbx_test"],
      ["/api/v1/actions", "Bearer run_token"],
      ["/api/v1/runs/run_1/end", "Bearer sbx_test"],
    ]);
  });
});

describe("work that was done is always reported", () => {
  it.each<[string, unknown, unknown]>([
    [
      "an id beyond 2^53",
      { id: 2 ** 60 },
      {
        status: "succeeded",
        result: {
          reported: { id: "1152921504606846976" },
          replaced: [{ path: "id", what: "a number beyond 2^53 - 1, given as text" }],
        },
      },
    ],
    [
      "a function",
      () => 1,
      { status: "succeeded", result: { reported: null, replaced: [{ path: "", what: "a function, left out" }] } },
    ],
  ])("when it gives %s", async (_name, result, outcome) => {
    server.judge = (action) => server.approve(action);
    await signalbox.guarded(pay, () => result);
    expect(server.asked("pay").outcome).toEqual(outcome);
    expect(warnings).toEqual([]);
  });

  it("when it throws what cannot be looked at, which its caller gets as it is", async () => {
    server.judge = (action) => server.approve(action);
    const held = Proxy.revocable({}, {});
    held.revoke();
    let thrown: unknown;
    await signalbox
      .guarded(pay, () => {
        throw held.proxy as Error;
      })
      .catch((error: unknown) => {
        thrown = error;
      });
    expect(thrown === held.proxy).toBe(true);
    expect(server.asked("pay").outcome?.status).toBe("failed");
  });

  it("when the account of it fails, or is refused by the server", async () => {
    server.judge = (action) => server.approve(action);
    await signalbox.guarded(pay, () => 7, {
      outcome: () => {
        throw new Error("no account");
      },
    });
    expect(server.asked("pay").outcome).toMatchObject({ status: "succeeded", result: { reported: 7 } });
    faultsOn(/outcome/, [{ status: 400, code: "invalid_request" }]);
    await signalbox.guarded(pay, () => 8, {
      outcome: (result) => ({ result, cost: { amount: "a lot", currency: "EUR" } }),
    });
    expect(server.asked("pay").outcome).toMatchObject({ status: "succeeded", result: { reported: 8 } });
    expect(server.asked("pay").outcome).not.toHaveProperty("cost");
    expect(warnings).toEqual([]);
  });
});
