import type { OutcomeRequest } from "@/lib/actions/action.schemas";
import type { Dice } from "@/lib/demo/dice.rules";
import type { StoryRequest } from "@/lib/demo/story.rules";

/**
 * The generating model of the `history` scenario: ninety days of seven agents, so that what is computed from it later (calibration,
 * drift, thresholds, cost per successful decision) can be checked against what was put in. Also described in docs/guides/demo.md.
 *
 * For an action of agent a on day d:
 *   skill       s(a, d), the agent's typical chance of being right; falls linearly where the agent drifts, and is multiplied by
 *               `badWeek.factor` for the agents of the bad week on its seven days.
 *   certainty   q0 = sigmoid(logit(s(a, 0)) + 0.9 Z), Z standard normal: some cases are harder than others. It is what the agent can
 *               know about the case: it sees its own skill of day 0, neither drift nor the bad week.
 *   truth       q = q0 · s(a, d) / s(a, 0); the action is right with probability q.
 *   confidence  c = q0 + bias(a) + 0.02 Z', cut to 0.05..0.99, two digits. Agents without bias are calibrated on ordinary days.
 *   people      reject a wrong held action with probability 0.80, a right one with 0.05; 1.5 % of held actions are left to expire.
 *   outcome     of a right action: succeeded 98.5 %, else failed. Of a wrong one: failed 70 %, partial 20 %, succeeded (nobody
 *               noticed) 10 %.
 *   cost        log-normal, deviation 0.5, around the agent's median; times 1.6 unless it succeeded (retries); times 0.75 from
 *               day 60 on, when the model's price fell.
 */
export interface AgentModel {
  agent: string;
  /** Share of all actions. */
  share: number;
  skill: number;
  /** How much the skill has fallen after all ninety days. */
  drift: number;
  bias: number;
  inBadWeek: boolean;
  medianCostEuros: number;
  request(dice: Dice): Omit<StoryRequest, "confidence">;
}

export const historyDays = 90;
export const badWeek = { firstDay: 52, days: 7, factor: 0.7 };
export const priceFall = { day: 60, factor: 0.75 };
const people = { catches: 0.8, mistakenlyRejects: 0.05, leavesToExpire: 0.015 };

export const agentModels: readonly AgentModel[] = [
  {
    agent: "refund-desk",
    share: 0.34,
    skill: 0.86,
    drift: 0,
    bias: 0.13,
    inBadWeek: false,
    medianCostEuros: 0.011,
    request: (dice) => {
      const order = dice.reference("", 5);
      return {
        action: "issue_refund",
        resource: { type: "order", id: order },
        parameters: {
          order,
          amount: Number(Math.min(900, dice.logNormal(31, 0.8)).toFixed(2)),
          currency: "EUR",
          reason: dice.pick(["late", "late", "damaged", "lost", "overcharged"]),
          toOriginalPayment: true,
        },
      };
    },
  },
  {
    agent: "route-planner",
    share: 0.24,
    skill: 0.95,
    drift: 0.13,
    bias: 0,
    inBadWeek: true,
    medianCostEuros: 0.018,
    request: (dice) => {
      const shipment = dice.reference("MF-", 5);
      return {
        action: "reroute_shipment",
        resource: { type: "shipment", id: shipment },
        parameters: {
          shipment,
          via: dice.pick(["Hamburg", "Rotterdam", "Lyon"]),
          instead: dice.pick(["Gdynia", "Verona", "Malmö"]),
          delayHours: dice.int(1, 30),
          temperatureControlled: dice.chance(0.2),
        },
      };
    },
  },
  {
    agent: "support-writer",
    share: 0.2,
    skill: 0.96,
    drift: 0,
    bias: 0,
    inBadWeek: false,
    medianCostEuros: 0.014,
    request: (dice) => {
      const customer = dice.reference("cus_", 5);
      return {
        action: "send_customer_message",
        resource: { type: "customer", id: customer },
        parameters: {
          customer,
          channel: "email",
          language: dice.pick(["en", "de", "fr", "nl"]),
          subject: `Your shipment ${dice.reference("61-", 5)}`,
          body: "Hello,\n\nyour shipment will arrive later than we promised. We will write again when it is out for delivery.\n\nMeridian Freight",
        },
      };
    },
  },
  {
    agent: "finance-planner",
    share: 0.1,
    skill: 0.95,
    drift: 0,
    bias: 0,
    inBadWeek: true,
    medianCostEuros: 0.026,
    request: (dice) => {
      const invoice = dice.reference("CI-2026-", 5);
      return {
        action: "pay_carrier_invoice",
        resource: { type: "invoice", id: invoice },
        parameters: {
          carrier: dice.pick(["Baltic Line", "Rheinfracht", "Transalpina"]),
          invoice,
          amount: Number(dice.logNormal(3_900, 0.8).toFixed(2)),
          currency: "EUR",
          iban: dice.reference("DE893704004", 11),
          purchaseOrder: dice.reference("PO-", 5),
        },
      };
    },
  },
  {
    agent: "capacity-bot",
    share: 0.07,
    skill: 0.93,
    drift: 0,
    bias: 0,
    inBadWeek: false,
    medianCostEuros: 0.009,
    request: (dice) => {
      const service = dice.pick(["eta-predictor", "rate-quoting", "document-ocr"]);
      return {
        action: "restart_service",
        resource: { type: "deployment", id: service },
        parameters: { service, environment: "production", maxUnavailable: dice.int(1, 2) },
      };
    },
  },
  {
    agent: "onboarding-lead",
    share: 0.04,
    skill: 0.93,
    drift: 0,
    bias: 0,
    inBadWeek: false,
    medianCostEuros: 0.041,
    request: (dice) => {
      const client = dice.reference("Client ", 4);
      return {
        action: "grant_credit_line",
        resource: { type: "client", id: client },
        parameters: { client, limit: dice.int(2, 18) * 1_000, currency: "EUR", paymentDays: dice.pick([14, 30, 45]) },
      };
    },
  },
  {
    agent: "terraform-pilot",
    share: 0.01,
    skill: 0.9,
    drift: 0,
    bias: 0,
    inBadWeek: false,
    medianCostEuros: 0.12,
    request: (dice) => {
      const pullRequest = dice.int(200, 1_180);
      return {
        action: "merge_terraform_change",
        resource: { type: "vpc", id: "prod-eu-west-1" },
        parameters: {
          repository: "meridian/infrastructure",
          pullRequest,
          title: "Routine change",
          workspace: "production-network",
          plan: { add: dice.int(0, 3), change: dice.int(1, 9), destroy: 0 },
          firewallRules: [],
        },
      };
    },
  },
];

export interface ModelledAction {
  agent: string;
  day: number;
  right: boolean;
  confidence: number;
  request: StoryRequest;
  /** What people do if it is held. */
  answer: "approve" | "reject" | "none";
  outcome: OutcomeRequest;
}

const logit = (p: number) => Math.log(p / (1 - p));
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const inBadWeek = (day: number) => day >= badWeek.firstDay && day < badWeek.firstDay + badWeek.days;

/** Skill on a day from 0 to 89. */
export function skillOn(model: AgentModel, day: number): number {
  const drifted = model.skill - (model.drift * day) / (historyDays - 1);
  return drifted * (model.inBadWeek && inBadWeek(day) ? badWeek.factor : 1);
}

export function modelledAction(day: number, dice: Dice): ModelledAction {
  const model = dice.weighted(agentModels.map((m) => ({ weight: m.share, m }))).m;
  const q0 = sigmoid(logit(model.skill) + dice.normal(0, 0.9));
  const right = dice.chance((q0 * skillOn(model, day)) / model.skill);
  const confidence = Number(Math.min(0.99, Math.max(0.05, q0 + model.bias + dice.normal(0, 0.02))).toFixed(2));
  const answer = dice.chance(people.leavesToExpire)
    ? "none"
    : dice.chance(right ? people.mistakenlyRejects : people.catches)
      ? "reject"
      : "approve";
  const luck = dice.uniform();
  const status = right
    ? luck < 0.985
      ? "succeeded"
      : "failed"
    : luck < 0.7
      ? "failed"
      : luck < 0.9
        ? "partial"
        : "succeeded";
  const costEuros =
    dice.logNormal(model.medianCostEuros, 0.5) *
    (status === "succeeded" ? 1 : 1.6) *
    (day >= priceFall.day ? priceFall.factor : 1);
  const cost = { amount: Math.max(0.0001, costEuros).toFixed(4), currency: "EUR" };
  const error =
    status === "failed"
      ? right
        ? "The system it acts on was not available."
        : "The result was wrong and had to be undone."
      : "Done in part; the rest was wrong.";
  return {
    agent: model.agent,
    day,
    right,
    confidence,
    request: { ...model.request(dice), confidence },
    answer,
    outcome: { status, cost, ...(status === "succeeded" ? {} : { error }) },
  };
}
