import { approve, failed, parameter, parameters, reject, spent, succeeded, type Story } from "../story.rules";

const change = (
  number: number,
  title: string,
  adds: number,
  changes: number,
  destroys: number,
  firewall: { direction: string; port: string; source: string; ruleAction: string }[] = [],
) => ({
  repository: "meridian/infrastructure",
  pullRequest: number,
  title,
  workspace: "production-network",
  plan: { add: adds, change: changes, destroy: destroys },
  firewallRules: firewall,
});

export const terraform: Story = {
  agent: {
    name: "terraform-pilot",
    kind: "infrastructure",
    description:
      "Turns tickets into Terraform changes, opens the pull request, and merges it once the plan is decided on.",
    tier: "tactical",
    autonomy: "change_making",
    team: "Platform",
    createdBy: "reliability",
  },
  runsPerHour: 1.6,
  types: [
    {
      name: "merge_terraform_change",
      title: "Merge a Terraform change to the network",
      description:
        "Merges a pull request and applies its plan to VPCs, subnets, routes and firewall rules of production.",
      sentence: "Merge #{pullRequest} into {workspace}: {title}",
      zone: "red",
      decideWithinSeconds: 2_700,
      confidenceThreshold: 0.9,
      parametersSchema: parameters({
        repository: parameter("string", "Repository", "Where the change lives."),
        pullRequest: parameter("integer", "Pull request", "Its number.", { minimum: 1 }),
        title: parameter("string", "Title", "The pull request's title.", { maxLength: 200 }),
        workspace: parameter("string", "Terraform workspace", "What the plan is applied to."),
        plan: parameter("object", "Plan", "Resources the plan adds, changes and destroys.", {
          properties: {
            add: parameter("integer", "Add", "Resources made.", { minimum: 0 }),
            change: parameter("integer", "Change", "Resources changed in place.", { minimum: 0 }),
            destroy: parameter("integer", "Destroy", "Resources destroyed.", { minimum: 0 }),
          },
          required: ["add", "change", "destroy"],
          additionalProperties: false,
        }),
        firewallRules: parameter("array", "Firewall rules", "Every rule the plan opens or closes.", {
          items: {
            type: "object",
            properties: {
              direction: parameter("string", "Direction", "Into or out of the network.", {
                enum: ["ingress", "egress"],
              }),
              port: parameter("string", "Port", "One port, or a range."),
              source: parameter("string", "Address range", "CIDR block on the other side."),
              ruleAction: parameter("string", "Effect", "Whether it lets through.", { enum: ["allow", "deny"] }),
            },
            required: ["direction", "port", "source", "ruleAction"],
            additionalProperties: false,
          },
        }),
      }),
    },
    {
      name: "open_pull_request",
      title: "Open a pull request",
      description: "Proposes a change for review. Nothing is applied.",
      sentence: "Open a pull request in {repository}: {title}",
      zone: "green",
      decideWithinSeconds: 14_400,
      confidenceThreshold: 0.6,
      parametersSchema: parameters({
        repository: parameter("string", "Repository", "Where the change is proposed."),
        branch: parameter("string", "Branch", "What is to be merged."),
        title: parameter("string", "Title", "One line.", { maxLength: 200 }),
        filesChanged: parameter("integer", "Files", "How many files it touches.", { minimum: 1, maximum: 500 }),
      }),
    },
  ],
  episodes: [
    {
      weight: 0,
      heldMinutesAgo: 38,
      claimedBy: "supervisor2",
      tell: (dice) => ({
        task: "NET-2207: let the analytics vendor read the shipment database",
        asks: [
          {
            request: {
              action: "merge_terraform_change",
              resource: { type: "vpc", id: "prod-eu-west-1" },
              parameters: change(1184, "Allow analytics vendor to reach shipments-db", 2, 1, 0, [
                { direction: "ingress", port: "5432", source: "0.0.0.0/0", ruleAction: "allow" },
              ]),
              confidence: 0.91,
              effects: {
                reversible: true,
                blastRadius: "every host in prod-eu-west-1 that listens on 5432",
                rollbackPlan: "Revert #1184 and apply.",
              },
              onBehalfOf: { type: "user", id: "j.keller" },
              reasoning: {
                summary:
                  "The ticket asks that the vendor can reach PostgreSQL. The vendor's addresses are not in the ticket and they told the requester that these change often, so I opened the port to all addresses; access is still protected by the database password. The plan has no destroys.",
                context: [
                  {
                    label: "NET-2207",
                    content:
                      "Vendor needs read access to shipments-db from Monday. They connect from their cloud. Please hurry, the pilot starts at 10.",
                  },
                  {
                    label: "terraform plan",
                    content:
                      '+ aws_security_group_rule.analytics_in  cidr_blocks = ["0.0.0.0/0"]  from_port = 5432\n+ aws_db_parameter_group.analytics\n~ aws_db_instance.shipments  publicly_accessible: false -> true',
                  },
                ],
              },
            },
            wise: reject(
              "suspicious_arguments",
              "This puts the shipment database on the public internet. Ask the vendor for fixed egress addresses, or use the private link we already have with them.",
            ),
            outcome: succeeded({ applied: true }, spent(dice)),
            workSeconds: 8,
          },
        ],
      }),
    },
    {
      weight: 4,
      tell: (dice) => {
        const number = dice.int(1_120, 1_183);
        const title = dice.pick([
          "Tag subnets with their cost centre",
          "Raise the log retention of flow logs to 90 days",
          "Move the bastion to the smaller machine",
          "Add a NAT gateway in zone c",
        ]);
        return {
          task: `Bring #${number} to an end`,
          asks: [
            {
              request: {
                action: "open_pull_request",
                resource: { type: "repository", id: "meridian/infrastructure" },
                parameters: {
                  repository: "meridian/infrastructure",
                  branch: `pilot/${number}`,
                  title,
                  filesChanged: dice.int(1, 9),
                },
                confidence: dice.decimal(0.72, 0.98),
              },
              wise: approve(),
              outcome: succeeded({ pullRequest: number, checks: "passed" }, spent(dice)),
              workSeconds: dice.int(2, 5),
            },
            {
              request: {
                action: "merge_terraform_change",
                resource: { type: "vpc", id: "prod-eu-west-1" },
                parameters: change(number, title, dice.int(0, 2), dice.int(1, 14), 0),
                confidence: dice.decimal(0.9, 0.98),
                effects: { reversible: true, rollbackPlan: `Revert #${number} and apply.` },
                reasoning: {
                  summary:
                    "The plan only changes what the ticket names. No firewall rule is touched, nothing is destroyed, and two engineers have approved the pull request.",
                },
              },
              wise: approve("Plan read; no rules and no destroys."),
              outcome: dice.chance(0.94)
                ? succeeded({ applied: true, seconds: dice.int(30, 140) }, spent(dice))
                : failed("Apply stopped: the state was locked by another run. Nothing was changed.", spent(dice)),
              workSeconds: dice.int(5, 11),
              ...(dice.chance(0.1) ? { misstep: "wrong_digest" as const } : {}),
            },
          ],
        };
      },
    },
    {
      weight: 1,
      tell: (dice) => ({
        task: "NET-2214: remove what nobody uses",
        asks: [
          {
            request: {
              action: "merge_terraform_change",
              resource: { type: "vpc", id: "prod-eu-west-1" },
              parameters: change(
                dice.int(1_186, 1_199),
                "Remove unused subnets and route tables",
                0,
                2,
                dice.int(4, 11),
              ),
              confidence: dice.decimal(0.82, 0.93),
              effects: {
                destructive: true,
                reversible: false,
                blastRadius: "subnets without an attached interface in the last 14 days",
              },
              reasoning: {
                summary:
                  "These subnets had no network interface for 14 days according to the flow logs, so they are unused.",
              },
            },
            wise: reject(
              "insufficient_evidence",
              "Fourteen days do not cover the month-end batch hosts, which live in two of these subnets. Exclude 10.20.48.0/22 and ask again.",
            ),
            outcome: succeeded({ applied: true }, spent(dice)),
            workSeconds: 8,
            patienceSeconds: 900,
          },
        ],
      }),
    },
  ],
};
