import { approve, edit, parameter, parameters, reject, spent, succeeded, type Story } from "../story.rules";

const message = (patient: string, topic: string, text: string) => ({ patient, channel: "portal", topic, text });

export const patientMessages: Story = {
  agent: {
    name: "patient-messenger",
    kind: "messages",
    description: "Answers what patients ask in the portal, and passes on what a clinician must see.",
    tier: "tactical",
    autonomy: "change_making",
    team: "Patient access",
    createdBy: "context",
  },
  runsPerHour: 5,
  types: [
    {
      name: "send_patient_message",
      title: "Write to a patient",
      description: "Sends one message to one patient in the portal.",
      sentence: "Write to {patient} about {topic}",
      zone: "green",
      decideWithinSeconds: 5_400,
      confidenceThreshold: 0.85,
      parametersSchema: parameters({
        patient: parameter("string", "Patient", "Record number.", { pattern: "^NW\\d{6}$" }),
        channel: parameter("string", "Channel", "How it is sent.", { enum: ["portal", "sms", "letter"] }),
        topic: parameter("string", "Topic", "In a few words.", { maxLength: 120 }),
        text: parameter("string", "Message", "Exactly what the patient reads.", { maxLength: 6_000 }),
      }),
    },
    {
      name: "forward_to_clinician",
      title: "Pass a message to a clinician",
      description: "Puts a patient's message on a clinician's list.",
      sentence: "Pass the message of {patient} to {clinician}, {priority}",
      zone: "green",
      decideWithinSeconds: 3_600,
      confidenceThreshold: 0.5,
      parametersSchema: parameters({
        patient: parameter("string", "Patient", "Record number.", { pattern: "^NW\\d{6}$" }),
        clinician: parameter("string", "Clinician", "Who should read it."),
        priority: parameter("string", "Priority", "How soon.", { enum: ["today", "this_week", "whenever"] }),
      }),
    },
  ],
  episodes: [
    {
      weight: 0,
      heldMinutesAgo: 14,
      tell: (dice) => ({
        task: "Answer portal messages of the night",
        asks: [
          {
            request: {
              action: "send_patient_message",
              resource: { type: "patient", id: "NW190327" },
              parameters: message(
                "NW190327",
                "Chest tightness after the new tablet",
                "Hello, tightness in the chest is a known and usually harmless side effect of the new tablet. Please keep taking it and mention it at your next visit on 9 December.\n\nNorthwind Clinics",
              ),
              confidence: 0.79,
              onBehalfOf: { type: "patient", id: "NW190327" },
              reasoning: {
                summary:
                  "The leaflet lists chest tightness among the common side effects. The next visit is soon, so I reassured the patient.",
                context: [
                  {
                    label: "Patient's message, 03:12",
                    content:
                      "Since the new tablet my chest feels tight when I climb the stairs, and my left arm tingles. Is that normal?",
                  },
                ],
              },
            },
            wise: edit(
              message(
                "NW190327",
                "Chest tightness after the new tablet",
                "Hello, what you describe needs to be looked at today. If the tightness is there now, comes back, or your arm tingles, call the emergency number at once. A nurse will ring you within the hour.\n\nNorthwind Clinics",
              ),
              "Tightness on exertion with a tingling arm is an emergency until somebody has ruled it out. On-call nurse informed.",
            ),
            outcome: succeeded({ delivered: true }, spent(dice)),
            workSeconds: 2,
          },
        ],
      }),
    },
    {
      weight: 6,
      tell: (dice) => {
        const patient = dice.reference("NW", 6);
        const [topic, text] = dice.pick([
          [
            "Parking at Elm Court",
            "Hello, you may park behind the building; please take a ticket, reception will stamp it.\n\nNorthwind Clinics",
          ],
          [
            "Fasting before the blood test",
            "Hello, please eat nothing for eight hours before the test. Water is fine, and so are your usual tablets.\n\nNorthwind Clinics",
          ],
          [
            "Copy of your vaccination card",
            "Hello, your card is in the portal under Documents. You can print it there.\n\nNorthwind Clinics",
          ],
          [
            "Your repeat prescription",
            "Hello, your prescription is ready and can be collected from tomorrow at nine.\n\nNorthwind Clinics",
          ],
        ] as const);
        return {
          task: "Answer portal messages",
          asks: [
            {
              request: {
                action: "send_patient_message",
                resource: { type: "patient", id: patient },
                parameters: message(patient, topic, text),
                confidence: dice.decimal(0.81, 0.99),
                onBehalfOf: { type: "patient", id: patient },
              },
              wise: approve("True and kind."),
              outcome: succeeded({ delivered: true }, spent(dice)),
              workSeconds: dice.int(1, 2),
            },
          ],
        };
      },
    },
    {
      weight: 4,
      tell: (dice) => {
        const patient = dice.reference("NW", 6);
        return {
          task: "Sort messages that need a clinician",
          asks: [
            {
              request: {
                action: "forward_to_clinician",
                resource: { type: "patient", id: patient },
                parameters: {
                  patient,
                  clinician: dice.pick(["Dr Amadi", "Dr Osei", "Nurse Byrne"]),
                  priority: dice.pick(["today", "this_week", "whenever"]),
                },
                confidence: dice.decimal(0.6, 0.98),
              },
              wise: approve(),
              outcome: succeeded({ listed: true }, spent(dice)),
              workSeconds: 1,
            },
          ],
        };
      },
    },
    {
      weight: 1,
      tell: (dice) => {
        const patient = dice.reference("NW", 6);
        return {
          task: "Answer a question about a result",
          asks: [
            {
              request: {
                action: "explain_test_result",
                resource: { type: "patient", id: patient },
                parameters: { patient, test: dice.pick(["HbA1c", "TSH", "PSA"]), tone: "reassuring" },
                confidence: dice.decimal(0.86, 0.94),
                reasoning: {
                  summary: "The patient asked what the number means. I can explain it faster than the clinician.",
                },
              },
              wise: reject("unauthorized_scope", "Results are explained by clinicians. Pass the message on."),
              outcome: succeeded({ delivered: true }, spent(dice)),
              workSeconds: 2,
              patienceSeconds: 1_200,
            },
          ],
        };
      },
    },
  ],
};
