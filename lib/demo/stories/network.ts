import {
  approve,
  euros,
  failed,
  parameter,
  parameters,
  partial,
  reject,
  spent,
  succeeded,
  type Story,
} from "../story.rules";

const hubs = ["Hamburg", "Rotterdam", "Gdynia", "Lyon", "Verona", "Malmö"] as const;

export const network: Story = {
  agent: {
    name: "route-planner",
    kind: "planning",
    description: "Re-plans shipments when ferries, roads or weather change, and books capacity with carriers.",
    tier: "tactical",
    autonomy: "autonomous",
    team: "Network planning",
    createdBy: "context",
  },
  runsPerHour: 5,
  types: [
    {
      name: "reroute_shipment",
      title: "Re-route a shipment",
      description: "Sends a shipment by another way. It can be turned round until it has left the hub.",
      sentence: "Send shipment {shipment} via {via} instead of {instead}, {delayHours} h later",
      zone: "green",
      decideWithinSeconds: 3_600,
      confidenceThreshold: 0.8,
      parametersSchema: parameters({
        shipment: parameter("string", "Shipment", "Its number.", { pattern: "^MF-\\d{5}$" }),
        via: parameter("string", "Via", "The hub it goes through now.", { enum: [...hubs] }),
        instead: parameter("string", "Instead of", "The hub it would have gone through.", { enum: [...hubs] }),
        delayHours: parameter("number", "Delay", "Hours later than promised.", { minimum: 0, maximum: 240 }),
        temperatureControlled: parameter("boolean", "Temperature controlled", "Whether the goods must stay cool."),
      }),
    },
    {
      name: "book_carrier_capacity",
      title: "Book capacity with a carrier",
      description: "Buys space at today's price. Cancelling costs a fifth of it.",
      sentence: "Book {loadMetres} loading metres with {carrier} from {from} to {to} for {price} {currency}",
      zone: "yellow",
      expectedCost: { amount: "6000.00", currency: "EUR" },
      decideWithinSeconds: 2_400,
      confidenceThreshold: 0.85,
      reviewProbability: 0.15,
      parametersSchema: parameters({
        carrier: parameter("string", "Carrier", "Who drives."),
        from: parameter("string", "From", "Where it is loaded.", { enum: [...hubs] }),
        to: parameter("string", "To", "Where it is unloaded.", { enum: [...hubs] }),
        loadMetres: parameter("number", "Loading metres", "A full trailer has 13.6.", {
          exclusiveMinimum: 0,
          maximum: 136,
        }),
        price: parameter("number", "Price", "Without tax.", { exclusiveMinimum: 0, maximum: 100_000 }),
        currency: parameter("string", "Currency", "ISO 4217 code.", { pattern: "^[A-Z]{3}$" }),
      }),
    },
  ],
  episodes: [
    {
      weight: 0,
      heldMinutesAgo: 19,
      tell: (dice) => ({
        task: "Find capacity for the vaccine consignment",
        asks: [
          {
            request: {
              action: "book_carrier_capacity",
              resource: { type: "lane", id: "hamburg-verona" },
              parameters: {
                carrier: "Transalpina",
                from: "Hamburg",
                to: "Verona",
                loadMetres: 27.2,
                price: 11_480,
                currency: "EUR",
              },
              confidence: 0.83,
              estimatedCost: euros(11_480),
              reasoning: {
                summary:
                  "Two reefers are needed on Sunday. Transalpina is the only carrier on this lane with a valid good-distribution certificate; its price is 38 % above the eight-week median because of the Brenner closure.",
                context: [
                  {
                    label: "Rates, Hamburg to Verona, 8 weeks",
                    content: "median 8,310 EUR for two reefers; lowest today without certificate: 7,900 EUR",
                  },
                ],
              },
            },
            wise: approve("The certificate is not negotiable for vaccines. Dear, but right."),
            outcome: succeeded({ booking: "TA-55810" }, spent(dice)),
            workSeconds: 4,
          },
        ],
      }),
    },
    {
      weight: 7,
      tell: (dice) => {
        const shipment = dice.reference("MF-", 5);
        const instead = dice.pick(hubs);
        const via = dice.pick(hubs.filter((hub) => hub !== instead));
        const cool = dice.chance(0.2);
        const late = dice.int(1, 36);
        return {
          task: `Re-plan around ${dice.pick(["the storm in the Kattegat", "the Brenner closure", "the strike in Lyon", "the full depot"])}`,
          asks: [
            {
              request: {
                action: "reroute_shipment",
                resource: { type: "shipment", id: shipment },
                parameters: { shipment, via, instead, delayHours: late, temperatureControlled: cool },
                confidence: cool && late > 20 ? dice.decimal(0.55, 0.78) : dice.decimal(0.79, 0.98),
                reasoning: {
                  summary: `${instead} cannot take it before the promise runs out; ${via} can, ${late} hours late at worst.`,
                },
              },
              wise:
                cool && late > 20
                  ? reject(
                      "suspicious_arguments",
                      "The cool box holds for 18 hours. Find a way with power, or keep it where it is.",
                    )
                  : approve(),
              outcome: dice.chance(0.93)
                ? succeeded({ replanned: true }, spent(dice))
                : dice.chance(0.5)
                  ? failed("The shipment had already left the hub.", spent(dice))
                  : partial({ replanned: 1, of: 2 }, "One of two pallets had already been loaded.", spent(dice)),
              workSeconds: dice.int(1, 4),
            },
          ],
        };
      },
    },
    {
      weight: 4,
      tell: (dice) => {
        const from = dice.pick(hubs);
        const to = dice.pick(hubs.filter((hub) => hub !== from));
        const metres = dice.pick([2.4, 4.8, 6.8, 13.6]);
        const price = Math.round(metres * dice.logNormal(230, 0.25));
        const sure = dice.decimal(0.8, 0.97);
        return {
          task: `Cover tomorrow's load from ${from} to ${to}`,
          asks: [
            {
              request: {
                action: "book_carrier_capacity",
                resource: { type: "lane", id: `${from}-${to}`.toLowerCase() },
                parameters: {
                  carrier: dice.pick(["Rheinfracht", "Transalpina", "Baltic Line"]),
                  from,
                  to,
                  loadMetres: metres,
                  price,
                  currency: "EUR",
                },
                confidence: sure,
                estimatedCost: euros(price),
                reasoning: {
                  summary: `Own lorries are full. This is the ${dice.pick(["cheapest", "second cheapest"])} of ${dice.int(3, 7)} offers and ${dice.int(1, 12)} % under the month's median.`,
                },
              },
              wise:
                sure > 0.82
                  ? approve("Price is fair.")
                  : reject("not_needed", "Wait for the evening offers; this lane falls after 17:00."),
              outcome: succeeded({ booking: dice.reference("BK-", 5) }, spent(dice)),
              workSeconds: dice.int(2, 5),
              ...(dice.chance(0.05) ? { misstep: "never_executes" as const } : {}),
            },
          ],
        };
      },
    },
  ],
};
