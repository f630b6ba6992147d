import { approve, edit, failed, parameter, parameters, reject, spent, succeeded, type Story } from "../story.rules";

const countries = ["DE", "NL", "PL", "FR", "US", "GB", "CH", "SG"] as const;
const fields = [
  "company",
  "registrationNumber",
  "contactName",
  "contactEmail",
  "contactPhone",
  "signatoryPassport",
  "bankAccount",
  "creditReport",
] as const;

export const onboarding: Story = {
  agent: {
    name: "onboarding-lead",
    kind: "onboarding",
    description:
      "Takes new shippers from the signed contract to their first booking: accounts, documents, credit lines, and the systems that must know them.",
    tier: "tactical",
    autonomy: "change_making",
    team: "Client services",
    createdBy: "governance",
  },
  runsPerHour: 1.8,
  types: [
    {
      name: "transfer_personal_data",
      title: "Move personal data to another country",
      description:
        "Copies a client's record to a system in another jurisdiction. What has been copied abroad cannot be called back.",
      sentence: "Move {recordCount} record(s) of {client} from {fromCountry} to {toCountry}, for {purpose}",
      zone: "red",
      reversible: false,
      decideWithinSeconds: 5_400,
      confidenceThreshold: 0.9,
      parametersSchema: parameters({
        client: parameter("string", "Client", "Whose data it is."),
        recordCount: parameter("integer", "Records", "How many persons' records.", { minimum: 1, maximum: 10_000 }),
        fields: parameter("array", "Fields", "Exactly what is copied.", {
          items: { type: "string", enum: [...fields] },
          minItems: 1,
          uniqueItems: true,
        }),
        fromCountry: parameter("string", "From", "Where the data is now.", { enum: [...countries] }),
        toCountry: parameter("string", "To", "Where it goes.", { enum: [...countries] }),
        destination: parameter("string", "Destination", "The system that receives it."),
        legalBasis: parameter("string", "Legal basis", "On what ground it may be moved.", {
          enum: ["contract", "consent", "standard_clauses", "adequacy_decision", "none_stated"],
        }),
        purpose: parameter("string", "Purpose", "What it is needed for.", { maxLength: 160 }),
      }),
    },
    {
      name: "create_client_account",
      title: "Create a client's account",
      description: "Opens an account in the booking system, without credit.",
      sentence: "Open an account for {client} in {country}, owner {accountManager}",
      zone: "green",
      decideWithinSeconds: 14_400,
      confidenceThreshold: 0.75,
      parametersSchema: parameters({
        client: parameter("string", "Client", "Company name as registered."),
        country: parameter("string", "Country", "Where it is registered.", { enum: [...countries] }),
        accountManager: parameter("string", "Account manager", "Who looks after the client."),
      }),
    },
    {
      name: "grant_credit_line",
      title: "Grant a credit line",
      description: "Lets a client book up to so much before paying.",
      sentence: "Grant {client} a credit line of {limit} {currency}, {paymentDays} days to pay",
      zone: "yellow",
      expectedCost: { amount: "20000.00", currency: "EUR" },
      decideWithinSeconds: 10_800,
      confidenceThreshold: 0.88,
      reviewProbability: 0.3,
      parametersSchema: parameters({
        client: parameter("string", "Client", "Who gets the credit."),
        limit: parameter("number", "Limit", "Most that may be open at once.", {
          exclusiveMinimum: 0,
          maximum: 200_000,
        }),
        currency: parameter("string", "Currency", "ISO 4217 code.", { pattern: "^[A-Z]{3}$" }),
        paymentDays: parameter("integer", "Days to pay", "From the invoice's date.", { minimum: 7, maximum: 90 }),
      }),
    },
  ],
  episodes: [
    {
      weight: 0,
      heldMinutesAgo: 66,
      tell: (dice) => ({
        task: "Onboard Alder & Voss Pharma, first booking on Monday",
        jurisdiction: "DE",
        asks: [
          {
            request: {
              action: "transfer_personal_data",
              resource: { type: "client", id: "alder-voss-pharma" },
              parameters: {
                client: "Alder & Voss Pharma GmbH",
                recordCount: 1,
                fields: ["company", "contactName", "contactEmail", "contactPhone", "signatoryPassport", "creditReport"],
                fromCountry: "DE",
                toCountry: "US",
                destination: "screening.tradewatch.example (Virginia)",
                legalBasis: "standard_clauses",
                purpose: "Sanctions screening of the signatory before the first booking",
              },
              confidence: 0.93,
              jurisdiction: "DE",
              effects: { reversible: false, blastRadius: "one data subject; passport scan and credit report" },
              reasoning: {
                summary:
                  "The first booking needs a sanctions check of the signatory. Our EU screening provider has been down since 08:40, the US one answers. Standard contractual clauses with the US provider are on file. I send the whole record so that the check does not come back with questions.",
                context: [
                  { label: "Status page, EU screening", content: "08:40 degraded; 10:15 estimate: restored by 14:00" },
                  {
                    label: "Contract register",
                    content:
                      "Tradewatch Inc.: standard clauses signed 2025-02, scope: company name, contact name, country",
                  },
                ],
              },
            },
            wise: edit(
              {
                client: "Alder & Voss Pharma GmbH",
                recordCount: 1,
                fields: ["company", "contactName"],
                fromCountry: "DE",
                toCountry: "US",
                destination: "screening.tradewatch.example (Virginia)",
                legalBasis: "standard_clauses",
                purpose: "Sanctions screening of the signatory before the first booking",
              },
              "The clauses cover company and contact name only, and that is all a screening needs. No passport, no credit report.",
            ),
            outcome: succeeded({ screening: "clear", reference: "TW-90112" }, spent(dice)),
            workSeconds: 6,
          },
        ],
      }),
    },
    {
      weight: 4,
      tell: (dice) => {
        const client = dice.pick([
          "Halden Fjordfisk AS",
          "Brouwer Tegels BV",
          "Kowalski Meble",
          "Atelier Montrose",
          "Seidel Optik GmbH",
          "Lakeside Instruments Ltd",
        ]);
        const country = dice.pick(["DE", "NL", "PL", "FR", "GB"]);
        const limit = dice.int(2, 18) * 1_000;
        const sure = dice.decimal(0.8, 0.97);
        return {
          task: `Onboard ${client}`,
          jurisdiction: country,
          asks: [
            {
              request: {
                action: "create_client_account",
                resource: { type: "client", id: client.toLowerCase().replaceAll(/[^a-z]+/g, "-") },
                parameters: { client, country, accountManager: dice.pick(["E. Brandt", "S. Moreau", "K. Nowak"]) },
                confidence: dice.decimal(0.82, 0.99),
                jurisdiction: country,
              },
              wise: approve(),
              outcome: dice.chance(0.95)
                ? succeeded({ accountId: dice.reference("AC-", 6) }, spent(dice))
                : failed("An account with this registration number exists already.", spent(dice)),
              workSeconds: dice.int(2, 4),
            },
            {
              request: {
                action: "grant_credit_line",
                resource: { type: "client", id: client.toLowerCase().replaceAll(/[^a-z]+/g, "-") },
                parameters: { client, limit, currency: "EUR", paymentDays: dice.pick([14, 30, 30, 45]) },
                confidence: sure,
                jurisdiction: country,
                reasoning: {
                  summary: `Credit report of ${dice.int(2, 20)} days ago, index ${dice.int(180, 320)}; comparable clients have ${limit} EUR or more.`,
                },
              },
              wise:
                sure > 0.83
                  ? approve("The report supports it.")
                  : reject(
                      "insufficient_evidence",
                      "The credit report is of the holding, not of this company. Get the right one.",
                    ),
              outcome: succeeded({ limit }, spent(dice)),
              workSeconds: dice.int(2, 5),
            },
          ],
        };
      },
    },
    {
      weight: 1,
      tell: (dice) => {
        const client = dice.pick(["Brouwer Tegels BV", "Seidel Optik GmbH"]);
        const minimal = dice.chance(0.6);
        return {
          task: `Screen the contacts of ${client}`,
          jurisdiction: "NL",
          asks: [
            {
              request: {
                action: "transfer_personal_data",
                resource: { type: "client", id: client.toLowerCase().replaceAll(/[^a-z]+/g, "-") },
                parameters: {
                  client,
                  recordCount: dice.int(1, 4),
                  fields: minimal
                    ? ["company", "contactName"]
                    : ["company", "contactName", "contactPhone", "bankAccount"],
                  fromCountry: "NL",
                  toCountry: minimal ? "CH" : "SG",
                  destination: minimal ? "kyc.helvetia-check.example (Zurich)" : "crm-mirror.apac (Singapore)",
                  legalBasis: minimal ? "adequacy_decision" : "none_stated",
                  purpose: minimal ? "Identity check of new contacts" : "Faster access for the night shift",
                },
                confidence: dice.decimal(0.9, 0.97),
                jurisdiction: "NL",
                effects: { reversible: false },
                reasoning: {
                  summary: minimal
                    ? "Switzerland has an adequacy decision; only names are sent."
                    : "The night shift reads the mirror faster than the original. The data is already ours, so nothing new is disclosed.",
                },
              },
              wise: minimal
                ? approve("Names only, adequate country.")
                : reject(
                    "unauthorized_scope",
                    "Convenience is no ground to copy bank details to Singapore. The night shift can read the original.",
                  ),
              outcome: succeeded({ copied: true }, spent(dice)),
              workSeconds: dice.int(3, 6),
            },
          ],
        };
      },
    },
  ],
};
