import type { Dice } from "../dice.rules";
import {
  approve,
  edit,
  euros,
  failed,
  parameter,
  parameters,
  partial,
  reject,
  spent,
  succeeded,
  type Ask,
  type Story,
} from "../story.rules";

const pools = ["prod-a100", "prod-l4", "batch-h100"] as const;

function scale(dice: Dice, from: number, to: number, more: Partial<Ask["request"]>): Ask["request"] {
  return {
    action: "scale_node_pool",
    resource: { type: "node_pool", id: "prod-a100" },
    parameters: {
      pool: "prod-a100",
      currentNodes: from,
      nodeCount: to,
      machineType: "a2-highgpu-8g",
      drainFirst: false,
      reason: "p99 latency over objective",
    },
    confidence: dice.decimal(0.86, 0.97),
    estimatedCost: euros((to - from) * 576),
    effects: { reversible: true, blastRadius: "production: rate-quoting, eta-predictor, document-ocr" },
    onBehalfOf: { type: "monitor", id: "slo-latency-eu-west" },
    ...more,
  };
}

export const capacity: Story = {
  agent: {
    name: "capacity-bot",
    kind: "infrastructure",
    description:
      "Watches the service-level objectives of the quoting platform and asks for capacity before they are breached.",
    tier: "tactical",
    autonomy: "change_making",
    team: "Platform",
    createdBy: "reliability",
  },
  runsPerHour: 2.2,
  types: [
    {
      name: "scale_node_pool",
      title: "Scale a node pool",
      description:
        "Changes how many machines a Kubernetes node pool has. Every GPU node is billed from the minute it is up.",
      sentence: "Scale node pool {pool} from {currentNodes} to {nodeCount} nodes of {machineType}",
      zone: "red",
      resourceType: "node_pool",
      expectedCost: { amount: "2000.00", currency: "EUR" },
      decideWithinSeconds: 900,
      confidenceThreshold: 0.85,
      parametersSchema: parameters(
        {
          pool: parameter("string", "Node pool", "Name of the pool as the cluster knows it.", { enum: [...pools] }),
          currentNodes: parameter("integer", "Nodes now", "What the agent saw when it asked.", {
            minimum: 0,
            maximum: 200,
          }),
          nodeCount: parameter("integer", "Nodes wanted", "The pool's size afterwards.", { minimum: 0, maximum: 200 }),
          machineType: parameter("string", "Machine type", "The cloud's name of the machine."),
          drainFirst: parameter(
            "boolean",
            "Drain first",
            "Moves the work off nodes before they go. Only matters when scaling down.",
          ),
          reason: parameter("string", "Reason", "What the change is for.", { maxLength: 200 }),
        },
        ["reason"],
      ),
    },
    {
      name: "restart_service",
      title: "Restart a service",
      description: "Rolls the pods of one deployment, one at a time.",
      sentence: "Restart {service} in {environment}, {maxUnavailable} pod at a time",
      zone: "green",
      decideWithinSeconds: 1_800,
      confidenceThreshold: 0.8,
      parametersSchema: parameters({
        service: parameter("string", "Service", "Name of the deployment."),
        environment: parameter("string", "Environment", "Where it runs.", { enum: ["staging", "production"] }),
        maxUnavailable: parameter("integer", "At a time", "How many pods may be away at once.", {
          minimum: 1,
          maximum: 3,
        }),
      }),
    },
    {
      name: "shift_traffic",
      title: "Shift traffic between regions",
      description: "Moves a share of requests from one region to another at the load balancer.",
      sentence: "Send {percent} % of {service} traffic from {fromRegion} to {toRegion}",
      zone: "yellow",
      decideWithinSeconds: 1_200,
      confidenceThreshold: 0.85,
      reviewProbability: 0.2,
      parametersSchema: parameters({
        service: parameter("string", "Service", "Whose requests move."),
        fromRegion: parameter("string", "From", "The region that gives traffic away."),
        toRegion: parameter("string", "To", "The region that takes it."),
        percent: parameter("integer", "Share", "Per cent of all requests of the service.", {
          minimum: 1,
          maximum: 100,
        }),
      }),
    },
  ],
  episodes: [
    {
      weight: 0,
      heldMinutesAgo: 4,
      tell: (dice) => ({
        task: "Mend the latency objective of rate-quoting in eu-west",
        asks: [
          {
            request: scale(dice, 8, 24, {
              confidence: 0.94,
              toolCallId: "call_scale_01",
              reasoning: {
                summary:
                  "p99 latency of rate-quoting has exceeded its 400 ms objective for 22 minutes and burns error budget at 14 times the sustainable rate. All 8 nodes are saturated. Tripling the pool restores headroom within one evaluation window. I considered shedding requests and rejected it, because it would breach the availability objective instead.",
                context: [
                  {
                    label: "Alert slo-latency-eu-west",
                    content: "burn rate 14.2 over 1 h, 11.8 over 5 min; budget left this month: 31 %",
                  },
                  {
                    label: "Pool metrics, last 30 min",
                    content: "GPU utilisation 97 to 99 %, queue depth 640, nodes 8 of 8 ready",
                  },
                  {
                    label: "Deployment log",
                    content: "09:12 rate-quoting v2.41.0 rolled out: batch size of the re-ranker changed from 16 to 64",
                  },
                ],
              },
            }),
            wise: edit(
              {
                pool: "prod-a100",
                currentNodes: 8,
                nodeCount: 12,
                machineType: "a2-highgpu-8g",
                drainFirst: false,
                reason: "p99 latency over objective",
              },
              "The breach began with v2.41.0. Twelve nodes bridge the roll-back; sixteen more would pay for a regression.",
            ),
            outcome: succeeded({ nodes: 12, ready: 12, secondsToReady: 214 }, spent(dice)),
            workSeconds: 9,
          },
        ],
      }),
    },
    {
      weight: 3,
      tell: (dice) => {
        const pool = dice.pick(["prod-l4", "prod-a100"]);
        const from = dice.int(6, 14);
        const to = from + dice.int(1, 4);
        const fine = dice.chance(0.9);
        return {
          task: `Keep ${pool} ahead of the ${dice.pick(["morning", "midday", "evening"])} peak`,
          asks: [
            {
              request: scale(dice, from, to, {
                resource: { type: "node_pool", id: pool },
                parameters: {
                  pool,
                  currentNodes: from,
                  nodeCount: to,
                  machineType: pool === "prod-l4" ? "g2-standard-24" : "a2-highgpu-8g",
                  drainFirst: false,
                },
                estimatedCost: euros((to - from) * (pool === "prod-l4" ? 96 : 576)),
                reasoning: {
                  summary: `Forecast for the next hour is ${dice.int(12, 30)} % above what ${from} nodes serve inside the objective. The pool can be brought back after the peak.`,
                },
              }),
              wise: dice.chance(0.8)
                ? approve("Matches the forecast on the capacity dashboard.")
                : reject(
                    "not_needed",
                    "The forecast already includes the release freeze. Stay where we are and ask again if the burn rate passes 2.",
                  ),
              outcome: fine
                ? succeeded({ nodes: to, ready: to }, spent(dice))
                : partial(
                    { nodes: to, ready: to - 1 },
                    "One node did not become ready: no capacity in zone b.",
                    spent(dice),
                  ),
              workSeconds: dice.int(5, 14),
            },
          ],
        };
      },
    },
    {
      weight: 5,
      tell: (dice) => {
        const service = dice.pick(["eta-predictor", "rate-quoting", "document-ocr", "label-printer"]);
        const fine = dice.chance(0.93);
        return {
          task: `Clear a memory leak in ${service}`,
          asks: [
            {
              request: {
                action: "restart_service",
                resource: { type: "deployment", id: service },
                parameters: { service, environment: "production", maxUnavailable: 1 },
                confidence: dice.decimal(0.76, 0.99),
                reasoning: {
                  summary: `Resident memory of ${service} has grown ${dice.int(4, 9)} % an hour since yesterday and will reach its limit in about ${dice.int(2, 6)} hours.`,
                },
              },
              wise: approve("Known leak, one pod at a time is safe."),
              outcome: fine
                ? succeeded({ restarted: dice.int(3, 9) }, spent(dice))
                : failed(
                    "The roll-out stalled: the readiness probe of the first pod failed three times. Nothing else was restarted.",
                    spent(dice),
                  ),
              workSeconds: dice.int(3, 9),
              ...(dice.chance(0.12) ? { misstep: "second_execution" as const } : {}),
            },
          ],
        };
      },
    },
    {
      weight: 3,
      tell: (dice) => {
        const percent = dice.pick([5, 10, 10, 20, 50]);
        return {
          task: "Ease the load on eu-west",
          asks: [
            {
              request: {
                action: "shift_traffic",
                resource: { type: "load_balancer", id: "edge-global" },
                parameters: { service: "tracking-api", fromRegion: "eu-west", toRegion: "eu-north", percent },
                confidence: percent === 50 ? dice.decimal(0.6, 0.8) : dice.decimal(0.86, 0.97),
                effects: { reversible: true, rollbackPlan: "Set the weight back; takes effect in under 30 seconds." },
                reasoning: {
                  summary: `eu-north has ${dice.int(35, 60)} % headroom and serves tracking from the same replicas.`,
                },
              },
              wise:
                percent === 50
                  ? reject(
                      "suspicious_arguments",
                      "Half of all traffic at once leaves no way to see trouble coming. Start with 10.",
                    )
                  : approve(),
              outcome: succeeded({ percent, p99Ms: dice.int(180, 320) }, spent(dice)),
              workSeconds: dice.int(3, 6),
            },
          ],
        };
      },
    },
  ],
};
