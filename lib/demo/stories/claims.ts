import { approve, euros, parameter, parameters, reject, spent, succeeded, type Story } from "../story.rules";

const claim = (encounter: string, codes: string[], amount: number) => ({
  encounter,
  insurer: "Union Health",
  codes,
  amount,
  currency: "EUR",
});

export const claims: Story = {
  agent: {
    name: "claims-coder",
    kind: "billing",
    description: "Reads the notes of a visit, chooses its codes, and submits the claim to the insurer.",
    tier: "tactical",
    autonomy: "autonomous",
    team: "Revenue",
    createdBy: "finops",
  },
  runsPerHour: 5,
  types: [
    {
      name: "submit_claim",
      title: "Submit a claim",
      description: "Bills an insurer for one visit. A wrong code is at best repaid, at worst a fraud case.",
      sentence: "Bill {insurer} {amount} {currency} for visit {encounter} with codes {codes}",
      zone: "yellow",
      expectedCost: { amount: "900.00", currency: "EUR" },
      decideWithinSeconds: 21_600,
      confidenceThreshold: 0.88,
      reviewProbability: 0.2,
      parametersSchema: parameters({
        encounter: parameter("string", "Visit", "Its number."),
        insurer: parameter("string", "Insurer", "Who is billed."),
        codes: parameter("array", "Codes", "What was done.", {
          items: { type: "string", pattern: "^\\d{5}$" },
          minItems: 1,
          maxItems: 20,
        }),
        amount: parameter("number", "Amount", "The sum of all codes.", { exclusiveMinimum: 0, maximum: 50_000 }),
        currency: parameter("string", "Currency", "ISO 4217 code.", { pattern: "^[A-Z]{3}$" }),
      }),
    },
  ],
  episodes: [
    {
      weight: 0,
      heldMinutesAgo: 92,
      tell: (dice) => ({
        task: "Code the visits of Wednesday",
        asks: [
          {
            request: {
              action: "submit_claim",
              resource: { type: "encounter", id: "V-330418" },
              parameters: claim("V-330418", ["99215", "93000", "36415"], 412),
              confidence: 0.81,
              estimatedCost: euros(412),
              reasoning: {
                summary:
                  "The note mentions several problems, which supports the highest visit level 99215. The template's time field says 40 minutes; the note itself describes a short follow-up.",
                context: [
                  {
                    label: "Visit note",
                    content:
                      "Follow-up, feels well. BP 128/82. ECG unchanged. Continue. Next visit in 6 months. [template: total time 40 min]",
                  },
                ],
              },
            },
            wise: reject(
              "suspicious_arguments",
              "Six months and 'feels well' is a 99213. The template's 40 minutes is a default, not a measurement.",
            ),
            outcome: succeeded({ claim: "UH-5512081" }, spent(dice)),
            workSeconds: 3,
          },
        ],
      }),
    },
    {
      weight: 8,
      tell: (dice) => {
        const encounter = dice.reference("V-", 6);
        const amount = Number(Math.min(2_400, dice.logNormal(165, 0.6)).toFixed(2));
        const sure = dice.decimal(0.83, 0.99);
        return {
          task: "Code the visits of the day",
          asks: [
            {
              request: {
                action: "submit_claim",
                resource: { type: "encounter", id: encounter },
                parameters: claim(
                  encounter,
                  [dice.pick(["99212", "99213", "99214"]), ...(dice.chance(0.4) ? ["36415"] : [])],
                  amount,
                ),
                confidence: sure,
                estimatedCost: euros(amount),
                reasoning: { summary: "Level by the number of problems and the risk of the treatment, as documented." },
              },
              wise: dice.chance(0.85)
                ? approve("Codes agree with the note.")
                : reject(
                    "insufficient_evidence",
                    "The note does not mention the blood sample. Ask the clinician to complete it.",
                  ),
              outcome: succeeded({ claim: dice.reference("UH-", 7) }, spent(dice)),
              workSeconds: dice.int(1, 3),
              ...(dice.chance(0.05) ? { misstep: "wrong_digest" as const } : {}),
            },
          ],
        };
      },
    },
  ],
};
