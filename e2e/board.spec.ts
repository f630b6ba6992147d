import { request } from "@playwright/test";
import { expect, test } from "./support/fixtures";
import { apiAs } from "./support/agent-access";
import { signInAs } from "./support/held-actions";

// The board alarms: what failed and what ran out of time, and which deadline is the nearest, before what merely runs.

interface Asked {
  id: string;
  digest: string;
  expiresAt: string;
}

/** An agent of a kind of its own, with one type that runs and one that is held. */
async function track(baseURL: string) {
  const admin = await apiAs(baseURL, "admin@meridian.example");
  const suffix = crypto.randomUUID().slice(0, 8);
  const kind = `kind-${suffix}`;
  const made = async (path: string, data: object): Promise<Record<string, string>> => {
    const answer = await admin.post(path, { data });
    if (!answer.ok()) throw new Error(await answer.text());
    return (await answer.json()) as Record<string, string>;
  };
  await made("/api/v1/action-types", {
    name: `run_${suffix}`,
    zone: "green",
    confidenceThreshold: 0,
    parametersSchema: { type: "object" },
  });
  await made("/api/v1/action-types", {
    name: `hold_${suffix}`,
    zone: "red",
    sentence: `Hold {place} of ${suffix}`,
    parametersSchema: { type: "object", properties: { place: { type: "integer" } } },
  });
  const { id } = await made("/api/v1/agents", { name: `desk-${suffix}`, kind });
  const { key } = await made(`/api/v1/agents/${id}/keys`, {
    name: "test",
    scopes: ["actions:write", "actions:read", "runs:write"],
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  });
  const agent = await request.newContext({ baseURL, extraHTTPHeaders: { Authorization: `Bearer ${key}` } });
  const post = async <T>(path: string, data: object): Promise<T> => {
    const answer = await agent.post(path, { data });
    if (!answer.ok()) throw new Error(`${path} answered ${answer.status()}: ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const ask = (data: object) => post<Asked>("/api/v1/actions", data);
  return {
    kind,
    suffix,
    post,
    hold: (place: number, secondsLeft: number) =>
      ask({
        action: `hold_${suffix}`,
        parameters: { place },
        deadline: new Date(Date.now() + secondsLeft * 1000).toISOString(),
      }),
    /** Runs an action, which fails. */
    async fail(more: object = {}) {
      const asked = await ask({ action: `run_${suffix}`, parameters: {}, confidence: 1, ...more });
      await post(`/api/v1/actions/${asked.id}/executions`, { digest: asked.digest });
      await post(`/api/v1/actions/${asked.id}/outcome`, { status: "failed", error: "refused by the bank" });
    },
    async dispose() {
      await agent.dispose();
      await admin.dispose();
    },
  };
}

test("failures, expiries and the nearest deadline stand first, and what does not fit on a track is counted", async ({
  page,
  context,
  baseURL,
}) => {
  const desk = await track(baseURL ?? "");
  try {
    await desk.hold(0, 2);
    for (let place = 1; place <= 7; place += 1) await desk.hold(place, 90 + place);
    await desk.fail();
    await signInAs(context, baseURL, "viewer@meridian.example");
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto("/board");
    const row = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: desk.kind }) });
    await expect(row).toContainText("1 failed");
    await expect(row).toContainText("1 expired", { timeout: 20_000 });
    await expect(row).toContainText("7 held, next in");
    await expect(
      row.getByRole("link", { name: new RegExp(`^Hold \\d of ${desk.suffix}, held, asked .+ left$`) }),
    ).toHaveCount(5);
    await expect(row.getByRole("link", { name: `2 more held of ${desk.kind}` })).toHaveText("+2");

    // What alarms stands before what does not, in the figures and among the tracks.
    const labels = await page.getByRole("main").locator("dt").allTextContents();
    expect(labels.slice(0, 3)).toEqual(["Failed", "Expired", "Nearest deadline"]);
    const lamps = await page
      .getByRole("main")
      .getByRole("listitem")
      .filter({ has: page.getByRole("heading", { level: 3 }) })
      .allTextContents();
    const alarming = lamps.map((text) => /Failures|Expired/.test(text));
    expect(alarming[0]).toBe(true);
    expect(alarming.lastIndexOf(true)).toBeLessThan(
      alarming.indexOf(false) === -1 ? alarming.length : alarming.indexOf(false),
    );

    // The nearest deadline leads to the action that runs out of it. Another of the workspace may be nearer for a while.
    const nearest = page.getByRole("main").locator("dl > div").filter({ hasText: "Nearest deadline" });
    await expect(async () => {
      const first = await desk.hold(8, 15);
      await expect(nearest).toContainText(`Hold 8 of ${desk.suffix}`);
      await expect(nearest.getByRole("link")).toHaveAttribute("href", new RegExp(`^/approvals\\?action=${first.id}`));
    }).toPass({ timeout: 40_000 });
    await nearest.getByRole("link").click();
    await expect(page).toHaveURL(/\/approvals\?action=act_/);
  } finally {
    await desk.dispose();
  }
});

test("a figure opens exactly the actions that it counts, in the stretch of time that it counts", async ({
  page,
  context,
  baseURL,
}) => {
  const desk = await track(baseURL ?? "");
  try {
    await desk.hold(0, 2);
    await desk.fail();
    await desk.fail();
    await signInAs(context, baseURL, "viewer@meridian.example");
    await page.setViewportSize({ width: 1440, height: 900 });
    const rows = page.getByRole("table", { name: "Actions" }).locator("tbody tr");
    for (const [figure, count] of [
      ["failed", 2],
      ["expired", 1],
    ] as const) {
      await page.goto("/board?window=60");
      const track = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: desk.kind }) });
      await track.getByRole("link", { name: `${count} ${figure}` }).click({ timeout: 20_000 });
      await expect(rows).toHaveCount(count);
      await expect(page).toHaveURL(figure === "failed" ? /window=reported/ : /window=decided/);
      const chip = page
        .getByRole("search", { name: "Filter the actions" })
        .getByRole("button", { name: /^(Reported|Decided) .+ to / });
      await chip.click();
      await expect(page).not.toHaveURL(/window=/);
    }
    // The whole workspace's figure says what the list of its link holds, at the moment when it was counted.
    await page.goto("/board?window=60");
    const tile = page.getByRole("main").locator("dl > div").filter({ hasText: "Failed" }).first().getByRole("link");
    const address = new URL((await tile.getAttribute("href")) ?? "", baseURL);
    const told = Number((await tile.innerText()).replaceAll(",", ""));
    const [, after = "", before = ""] = (address.searchParams.get("window") ?? "").split("/");
    const list = await page.request.get(
      `/api/v1/actions?${new URLSearchParams({ executionStatus: "failed", reportedAfter: after, reportedBefore: before, limit: "200" }).toString()}`,
    );
    expect(((await list.json()) as { items: unknown[] }).items).toHaveLength(Math.min(200, told));
  } finally {
    await desk.dispose();
  }
});

test("a run whose actions failed reads so, whatever its agent says of it", async ({ page, context, baseURL }) => {
  const desk = await track(baseURL ?? "");
  try {
    const run = await desk.post<{ id: string }>("/api/v1/runs", { task: `Pay the month ${desk.suffix}` });
    await desk.fail({ runId: run.id });
    await desk.post(`/api/v1/runs/${run.id}/end`, { result: "succeeded" });
    await signInAs(context, baseURL, "viewer@meridian.example");
    await page.goto(`/runs?q=${desk.suffix}`);
    const row = page.getByRole("row").filter({ hasText: desk.suffix });
    await expect(row).toContainText("Succeeded");
    await expect(row).toContainText("1 action failed");
    await page.goto(`/runs/${run.id}`);
    await expect(page.getByText("1 action failed").first()).toBeVisible();
  } finally {
    await desk.dispose();
  }
});
