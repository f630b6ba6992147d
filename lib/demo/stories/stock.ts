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
  type Story,
} from "../story.rules";

const order = (medication: string, strength: string, packs: number, supplier: string, unitPrice: number) => ({
  medication,
  strength,
  packs,
  supplier,
  unitPrice,
  currency: "EUR",
  deliverTo: "Central pharmacy",
});

export const stock: Story = {
  agent: {
    name: "stock-keeper",
    kind: "supply",
    description: "Keeps medicines and consumables of four clinics between their lowest and highest level.",
    tier: "tactical",
    autonomy: "autonomous",
    team: "Pharmacy and supply",
    createdBy: "finops",
  },
  runsPerHour: 4,
  types: [
    {
      name: "order_medication_stock",
      title: "Order medicines",
      description:
        "Orders from a wholesaler under the framework contract. Unopened packs can be sent back within 14 days.",
      sentence: "Order {packs} packs of {medication} {strength} from {supplier} at {unitPrice} {currency} each",
      zone: "yellow",
      expectedCost: { amount: "2500.00", currency: "EUR" },
      decideWithinSeconds: 10_800,
      confidenceThreshold: 0.85,
      reviewProbability: 0.1,
      parametersSchema: parameters({
        medication: parameter("string", "Medicine", "International non-proprietary name."),
        strength: parameter("string", "Strength", "As on the pack."),
        packs: parameter("integer", "Packs", "How many.", { minimum: 1, maximum: 5_000 }),
        supplier: parameter("string", "Supplier", "Which wholesaler.", {
          enum: ["Medisupply", "Atrium Pharma", "Corvus Wholesale"],
        }),
        unitPrice: parameter("number", "Price per pack", "Without tax.", { exclusiveMinimum: 0 }),
        currency: parameter("string", "Currency", "ISO 4217 code.", { pattern: "^[A-Z]{3}$" }),
        deliverTo: parameter("string", "Deliver to", "Which store."),
      }),
    },
    {
      name: "order_controlled_medication",
      title: "Order a controlled medicine",
      description:
        "Orders an opioid or another medicine under the narcotics act. Every order is reported to the authority.",
      sentence: "Order {packs} packs of {medication} {strength}, a controlled medicine, from {supplier}",
      zone: "red",
      reversible: false,
      decideWithinSeconds: 7_200,
      confidenceThreshold: 0.95,
      parametersSchema: parameters({
        medication: parameter("string", "Medicine", "International non-proprietary name."),
        strength: parameter("string", "Strength", "As on the pack."),
        packs: parameter("integer", "Packs", "How many.", { minimum: 1, maximum: 200 }),
        supplier: parameter("string", "Supplier", "Who holds the licence.", { enum: ["Medisupply", "Atrium Pharma"] }),
        prescriber: parameter("string", "Responsible pharmacist", "Who signs the order form."),
      }),
    },
  ],
  episodes: [
    {
      weight: 0,
      heldMinutesAgo: 33,
      tell: (dice) => ({
        task: "Weekly order of the central pharmacy",
        asks: [
          {
            request: {
              action: "order_controlled_medication",
              resource: { type: "stock_item", id: "oxycodone-20mg" },
              parameters: {
                medication: "Oxycodone",
                strength: "20 mg prolonged release",
                packs: 60,
                supplier: "Atrium Pharma",
                prescriber: "A. Kovács",
              },
              confidence: 0.97,
              effects: { reversible: false },
              reasoning: {
                summary:
                  "Use of oxycodone 20 mg rose from 11 packs a week to 29 in the last two weeks, so I raised the order from 20 to 60 packs to keep three weeks' cover.",
                context: [
                  {
                    label: "Withdrawals, last 14 days",
                    content: "58 packs; 41 of them from St Brigid's, night shift, one user",
                  },
                ],
              },
            },
            wise: reject(
              "suspicious_arguments",
              "41 of 58 packs by one user at night is a reason to look, not to re-order. Order the usual 20 separately; I have told the responsible pharmacist.",
            ),
            outcome: succeeded({ orderForm: "BTM-2211" }, spent(dice)),
            workSeconds: 4,
          },
          {
            request: {
              action: "order_medication_stock",
              resource: { type: "stock_item", id: "amoxicillin-500mg" },
              parameters: order("Amoxicillin", "500 mg", 1_200, "Corvus Wholesale", 3.1),
              confidence: 0.78,
              estimatedCost: euros(3_720),
              reasoning: {
                summary:
                  "A shortage has been announced for January. At the winter rate of use 1,200 packs last until March. The shelf life is 24 months.",
              },
            },
            wise: edit(
              order("Amoxicillin", "500 mg", 400, "Corvus Wholesale", 3.1),
              "Four hundred cover the shortage as announced. Hoarding makes it worse for everyone.",
            ),
            outcome: succeeded({ order: "CW-90813" }, spent(dice)),
            workSeconds: 3,
          },
        ],
      }),
    },
    {
      weight: 8,
      tell: (dice) => {
        const [medication, strength, price] = dice.pick([
          ["Metformin", "850 mg", 2.4],
          ["Salbutamol", "100 µg inhaler", 4.9],
          ["Amlodipine", "5 mg", 1.8],
          ["Insulin glargine", "100 U/ml pen", 38.5],
          ["Sterile gauze", "10 × 10 cm", 0.9],
        ] as const);
        const packs = dice.int(10, 140);
        const total = packs * price;
        return {
          task: `Keep ${medication.toLowerCase()} above its lowest level`,
          asks: [
            {
              request: {
                action: "order_medication_stock",
                resource: {
                  type: "stock_item",
                  id: `${medication}-${strength}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-"),
                },
                parameters: order(
                  medication,
                  strength,
                  packs,
                  dice.pick(["Medisupply", "Atrium Pharma", "Corvus Wholesale"]),
                  price,
                ),
                confidence: dice.decimal(0.82, 0.99),
                estimatedCost: euros(total),
                reasoning: {
                  summary: `Stock covers ${dice.int(2, 6)} days; the supplier delivers in ${dice.int(1, 3)}.`,
                },
              },
              wise: approve("Level and price agree with the contract."),
              outcome: dice.chance(0.9)
                ? succeeded({ order: dice.reference("SO-", 5) }, spent(dice))
                : dice.chance(0.6)
                  ? partial(
                      { delivered: Math.floor(packs / 2), ordered: packs },
                      "The supplier can send half now, the rest next week.",
                      spent(dice),
                    )
                  : failed("The supplier's system refused the order: item discontinued.", spent(dice)),
              workSeconds: dice.int(1, 4),
              ...(dice.chance(0.06) ? { misstep: "second_execution" as const } : {}),
            },
          ],
        };
      },
    },
    {
      weight: 1,
      tell: (dice) => ({
        task: "Re-order controlled medicines",
        asks: [
          {
            request: {
              action: "order_controlled_medication",
              resource: { type: "stock_item", id: "morphine-10mg-ml" },
              parameters: {
                medication: "Morphine",
                strength: "10 mg/ml",
                packs: dice.int(6, 20),
                supplier: "Medisupply",
                prescriber: "A. Kovács",
              },
              confidence: dice.decimal(0.95, 0.99),
              effects: { reversible: false },
              reasoning: { summary: "Use is steady and the register agrees with the count." },
            },
            wise: approve("Register seen, count agrees."),
            outcome: succeeded({ orderForm: dice.reference("BTM-", 4) }, spent(dice)),
            workSeconds: dice.int(2, 5),
          },
        ],
      }),
    },
  ],
};
