import { approve, edit, failed, parameter, parameters, reject, spent, succeeded, type Story } from "../story.rules";

const clinics = ["Harbour Street", "Elm Court", "St Brigid's", "Northgate"] as const;

export const scheduling: Story = {
  agent: {
    name: "appointment-desk",
    kind: "scheduling",
    description:
      "Moves appointments when clinicians are away, fills gaps from the waiting list, and keeps urgent referrals inside their target.",
    tier: "tactical",
    autonomy: "autonomous",
    team: "Patient access",
    createdBy: "context",
  },
  runsPerHour: 6,
  types: [
    {
      name: "reschedule_appointment",
      title: "Move an appointment",
      description: "Gives a patient another time and tells them by text message. They can refuse it.",
      sentence: "Move the {specialty} appointment of {patient} at {clinic} from {from} to {to}",
      zone: "green",
      decideWithinSeconds: 7_200,
      confidenceThreshold: 0.8,
      parametersSchema: parameters({
        patient: parameter("string", "Patient", "Record number.", { pattern: "^NW\\d{6}$" }),
        clinic: parameter("string", "Clinic", "Where it takes place.", { enum: [...clinics] }),
        specialty: parameter("string", "Specialty", "Which service."),
        from: parameter("string", "From", "The time it had.", { format: "date-time" }),
        to: parameter("string", "To", "The time it gets.", { format: "date-time" }),
        urgency: parameter("string", "Urgency", "As the referral says.", {
          enum: ["routine", "soon", "urgent", "two_week_wait"],
        }),
      }),
    },
    {
      name: "cancel_clinic_session",
      title: "Cancel a whole clinic session",
      description: "Takes a clinician's session out of the calendar and moves everyone in it to the waiting list.",
      sentence: "Cancel the {specialty} session at {clinic} on {date}: {patients} patients go back to the waiting list",
      zone: "red",
      destructive: true,
      reversible: false,
      decideWithinSeconds: 5_400,
      confidenceThreshold: 0.9,
      parametersSchema: parameters({
        clinic: parameter("string", "Clinic", "Where.", { enum: [...clinics] }),
        specialty: parameter("string", "Specialty", "Which service."),
        date: parameter("string", "Day", "Which day.", { format: "date" }),
        patients: parameter("integer", "Patients", "How many have an appointment in it.", { minimum: 0, maximum: 80 }),
        keepUrgent: parameter(
          "boolean",
          "Keep urgent ones",
          "Finds another clinician for the urgent before cancelling.",
        ),
        reason: parameter("string", "Reason", "What patients are told.", { maxLength: 200 }),
      }),
    },
  ],
  episodes: [
    {
      weight: 0,
      heldMinutesAgo: 21,
      tell: (dice) => ({
        task: "Dr Osei is ill: re-plan her Monday",
        asks: [
          {
            request: {
              action: "cancel_clinic_session",
              resource: { type: "session", id: "elm-court-cardiology-2026-11-23-am" },
              parameters: {
                clinic: "Elm Court",
                specialty: "Cardiology",
                date: "2026-11-23",
                patients: 14,
                keepUrgent: false,
                reason: "The clinician is unwell",
              },
              confidence: 0.92,
              effects: {
                destructive: true,
                reversible: false,
                blastRadius: "14 patients, of whom 2 are on a two-week wait",
              },
              reasoning: {
                summary:
                  "Dr Osei reported sick until Wednesday. No other cardiologist has a free session at Elm Court on Monday. Cancelling the whole session is the cleanest way: patients get one message and a new date from the waiting list. The next free session is on 11 December.",
                context: [
                  {
                    label: "Session list",
                    content: "14 booked: 9 routine, 3 soon, 2 two-week wait (targets 25 and 27 November)",
                  },
                ],
              },
            },
            wise: edit(
              {
                clinic: "Elm Court",
                specialty: "Cardiology",
                date: "2026-11-23",
                patients: 14,
                keepUrgent: true,
                reason: "The clinician is unwell",
              },
              "Two patients would miss their two-week target by a fortnight. Find them a chair at Northgate first, then cancel the rest.",
            ),
            outcome: succeeded({ moved: 2, waitingList: 12 }, spent(dice)),
            workSeconds: 5,
          },
        ],
      }),
    },
    {
      weight: 8,
      tell: (dice) => {
        const patient = dice.reference("NW", 6);
        const day = dice.int(24, 30);
        const hour = dice.int(8, 16);
        const urgency = dice.pick(["routine", "routine", "routine", "soon", "urgent"]);
        const later = urgency === "urgent" ? dice.int(1, 9) : dice.int(1, 14);
        const to = new Date(Date.UTC(2026, 10, day + later, dice.int(8, 16), dice.pick([0, 20, 40])));
        return {
          task: dice.pick([
            "Fill the gap left by a cancelled appointment",
            "Re-plan around a clinician's leave",
            "Bring the waiting list forward",
          ]),
          asks: [
            {
              request: {
                action: "reschedule_appointment",
                resource: { type: "appointment", id: dice.reference("AP-", 6) },
                parameters: {
                  patient,
                  clinic: dice.pick(clinics),
                  specialty: dice.pick(["Dermatology", "Cardiology", "Physiotherapy", "Diabetes care"]),
                  from: new Date(Date.UTC(2026, 10, day, hour)).toISOString(),
                  to: to.toISOString(),
                  urgency,
                },
                confidence: urgency === "urgent" ? dice.decimal(0.6, 0.86) : dice.decimal(0.79, 0.99),
                onBehalfOf: { type: "patient", id: patient },
                reasoning: {
                  summary:
                    urgency === "urgent"
                      ? `The next slot of the same clinician is ${later} days later.`
                      : "The patient asked for a later time, and this one is free.",
                },
              },
              wise:
                urgency === "urgent" && later > 4
                  ? reject(
                      "suspicious_arguments",
                      "Urgent means within seven days of referral. Offer another clinic instead.",
                    )
                  : approve(),
              outcome: dice.chance(0.95)
                ? succeeded({ confirmed: true }, spent(dice))
                : failed("The slot was taken while the patient was being asked.", spent(dice)),
              workSeconds: dice.int(1, 4),
            },
          ],
        };
      },
    },
    {
      weight: 1,
      tell: (dice) => ({
        task: "Two rooms are flooded: re-plan the day",
        asks: [
          {
            request: {
              action: "cancel_clinic_session",
              resource: { type: "session", id: dice.reference("session-", 5) },
              parameters: {
                clinic: dice.pick(["Harbour Street", "Northgate"]),
                specialty: "Physiotherapy",
                date: "2026-11-24",
                patients: dice.int(6, 18),
                keepUrgent: true,
                reason: "A room cannot be used",
              },
              confidence: dice.decimal(0.9, 0.97),
              effects: { destructive: true, reversible: false },
              reasoning: {
                summary:
                  "Estates closed the rooms until Thursday. All patients are routine; none has a target this week.",
              },
            },
            wise: approve("Checked with estates; all routine."),
            outcome: succeeded({ waitingList: dice.int(6, 18) }, spent(dice)),
            workSeconds: dice.int(3, 7),
          },
        ],
      }),
    },
  ],
};
