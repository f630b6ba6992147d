import type { WorkspaceStory } from "../story.rules";
import { claims } from "./claims";
import { patientMessages } from "./patient-messages";
import { priorAuthorisation } from "./prior-authorisation";
import { records } from "./records";
import { scheduling } from "./scheduling";
import { stock } from "./stock";

/** Northwind Clinics: four outpatient clinics, their pharmacy, their records and their bills. */
export const northwind: WorkspaceStory = {
  slug: "northwind",
  name: "Northwind Clinics",
  people: [
    { mailbox: "admin", role: "admin", name: "Ruth Castellano", timeZone: "Europe/Dublin" },
    { mailbox: "supervisor", role: "supervisor", name: "Samuel Adeyemi", timeZone: "Europe/Dublin" },
    { mailbox: "supervisor2", role: "supervisor", name: "Hanna Lindqvist", timeZone: "Europe/Stockholm" },
    { mailbox: "governance", role: "governance", name: "Claire Dubois", timeZone: "Europe/Paris" },
    { mailbox: "reliability", role: "reliability", name: "Farid Haddad", timeZone: "Europe/Dublin" },
    { mailbox: "context", role: "context", name: "Yuki Sato", timeZone: "Europe/London" },
    { mailbox: "finops", role: "finops", name: "Martin Novak", timeZone: "Europe/Prague" },
    { mailbox: "annotator", role: "annotator", name: "Nomsa Dlamini", timeZone: "Europe/Dublin" },
    { mailbox: "viewer", role: "viewer", name: "Peter Walsh", timeZone: "Europe/Dublin" },
  ],
  teams: [
    { name: "Patient access", members: ["context", "supervisor"] },
    { name: "Pharmacy and supply", members: ["finops", "supervisor2"] },
    { name: "Health records", members: ["governance", "supervisor"] },
    { name: "Revenue", members: ["finops", "supervisor2", "annotator"] },
    { name: "Clinic technology", members: ["reliability", "admin"] },
  ],
  stories: [scheduling, priorAuthorisation, stock, records, claims, patientMessages],
  stops: [
    {
      agent: "claims-coder",
      by: "finops",
      reason: "Nine claims in a row at the highest visit level since the template changed.",
      rearmReason: "Template's default time removed; the nine claims were withdrawn and coded again by hand.",
      hoursAgo: 50,
      hours: 5,
    },
  ],
};
