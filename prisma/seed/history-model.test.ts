import { describe, expect, it } from "vitest";
import { meridian } from "@/lib/demo/stories/meridian";
import { historyActions } from "./history";
import { agentModels, badWeek, historyDays, priceFall, skillOn, type ModelledAction } from "./history-model";

const actions = [...historyActions(new Date("2026-11-20T14:00:00.000Z"), 200_000)].flat();
const of = (agent: string, when: (a: ModelledAction) => boolean = () => true) =>
  actions.map((a) => a.action).filter((a) => a.agent === agent && when(a));
const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const rightShare = (list: ModelledAction[]) => mean(list.map((a) => (a.right ? 1 : 0)));
/** How much more sure the agent is than it is right: mean confidence minus the share that was right. */
const gap = (list: ModelledAction[]) => mean(list.map((a) => a.confidence)) - rightShare(list);
const inBadWeek = (a: ModelledAction) => a.day >= badWeek.firstDay && a.day < badWeek.firstDay + badWeek.days;
const failing = (list: ModelledAction[]) => mean(list.map((a) => (a.outcome.status === "failed" ? 1 : 0)));

describe("the ninety days", () => {
  it("are as many actions as asked for, in the order of time, busier in the working day than at night", () => {
    expect(actions.length).toBe(200_000);
    expect(actions.every(({ at }, i) => i === 0 || at >= actions[i - 1]!.at)).toBe(true);
    const inHours = (from: number, to: number) =>
      actions.filter(({ at }) => new Date(at).getUTCHours() >= from && new Date(at).getUTCHours() < to).length;
    expect(inHours(9, 12)).toBeGreaterThan(5 * inHours(0, 3));
  });

  it("have one over-confident agent; the others, without drift, are right as often as they say", () => {
    expect(gap(of("refund-desk"))).toBeGreaterThan(0.09);
    for (const { agent } of agentModels.filter((m) => m.bias === 0)) {
      const ordinary = of(agent, (a) => !inBadWeek(a) && (agent !== "route-planner" || a.day < 5));
      expect(Math.abs(gap(ordinary)), agent).toBeLessThan(0.02);
    }
  });

  it("are calibrated in each tenth, not only on average", () => {
    const calm = of("support-writer");
    for (const from of [0.8, 0.9]) {
      const tenth = calm.filter((a) => a.confidence >= from && a.confidence < from + 0.1);
      expect(tenth.length).toBeGreaterThan(1_000);
      expect(Math.abs(gap(tenth))).toBeLessThan(0.025);
    }
  });

  it("have one agent that drifts, without knowing it", () => {
    const early = of("route-planner", (a) => a.day < 15);
    const late = of("route-planner", (a) => a.day >= historyDays - 15);
    expect(rightShare(early) - rightShare(late)).toBeGreaterThan(0.07);
    expect(rightShare(early) - rightShare(late)).toBeLessThan(0.14);
    expect(Math.abs(mean(early.map((a) => a.confidence)) - mean(late.map((a) => a.confidence)))).toBeLessThan(0.01);
  });

  it("have a bad week: three times the failures of the weeks around it, in two agents and no others", () => {
    const around = (a: ModelledAction) =>
      !inBadWeek(a) && a.day >= badWeek.firstDay - 7 && a.day < badWeek.firstDay + badWeek.days + 7;
    for (const { agent, inBadWeek: struck, share } of agentModels) {
      if (share < 0.03) continue;
      const ratio = failing(of(agent, inBadWeek)) / failing(of(agent, around));
      if (struck) expect(ratio, agent).toBeGreaterThan(2);
      else expect(ratio, agent).toBeLessThan(1.5);
    }
    const finance = failing(of("finance-planner", inBadWeek)) / failing(of("finance-planner", around));
    expect(finance).toBeGreaterThan(3);
  });

  it("cost more where it failed, and less after the price fell", () => {
    const cost = (list: ModelledAction[]) => mean(list.map((a) => Number(a.outcome.cost?.amount)));
    const desk = of("refund-desk", (a) => a.day < priceFall.day);
    expect(
      cost(desk.filter((a) => a.outcome.status !== "succeeded")) /
        cost(desk.filter((a) => a.outcome.status === "succeeded")),
    ).toBeCloseTo(1.6, 1);
    expect(cost(of("refund-desk", (a) => a.day >= priceFall.day)) / cost(desk)).toBeCloseTo(priceFall.factor, 1);
  });

  it("are of agents and action types that the workspace has, and shares that add up", () => {
    const agents = new Set(meridian.stories.map((s) => s.agent.name));
    const types = new Set(meridian.stories.flatMap((s) => s.types.map((t) => t.name)));
    expect(actions.every(({ action }) => agents.has(action.agent) && types.has(action.request.action))).toBe(true);
    expect(agentModels.reduce((sum, m) => sum + m.share, 0)).toBeCloseTo(1);
    expect(agentModels.every((m) => skillOn(m, historyDays - 1) > 0.5)).toBe(true);
  });
});
