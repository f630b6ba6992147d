import type { WorkspaceStory } from "../story.rules";
import { capacity } from "./capacity";
import { finance } from "./finance";
import { network } from "./network";
import { onboarding } from "./onboarding";
import { refunds } from "./refunds";
import { support } from "./support";
import { terraform } from "./terraform";

/** Meridian Freight: lorries, ferries and parcels across Europe, and the platform that quotes their prices. */
export const meridian: WorkspaceStory = {
  slug: "meridian",
  name: "Meridian Freight",
  people: [
    { mailbox: "admin", role: "admin", name: "Ingrid Solheim", timeZone: "Europe/Berlin" },
    { mailbox: "supervisor", role: "supervisor", name: "Daniel Okafor", timeZone: "Europe/Berlin" },
    { mailbox: "supervisor2", role: "supervisor", name: "Mei Lin Tan", timeZone: "Europe/Amsterdam" },
    { mailbox: "governance", role: "governance", name: "Tomasz Wójcik", timeZone: "Europe/Warsaw" },
    { mailbox: "reliability", role: "reliability", name: "Priya Raman", timeZone: "Europe/London" },
    { mailbox: "context", role: "context", name: "Lucía Ferrer", timeZone: "Europe/Madrid" },
    { mailbox: "finops", role: "finops", name: "Henrik Dahl", timeZone: "Europe/Copenhagen" },
    { mailbox: "annotator", role: "annotator", name: "Aisha Bello", timeZone: "Europe/Berlin" },
    { mailbox: "viewer", role: "viewer", name: "Jonas Keller", timeZone: "Europe/Zurich" },
  ],
  teams: [
    { name: "Platform", members: ["reliability", "supervisor2"] },
    { name: "Finance operations", members: ["finops", "admin"] },
    { name: "Client services", members: ["governance", "supervisor"] },
    { name: "Customer care", members: ["supervisor", "annotator"] },
    { name: "Network planning", members: ["context", "supervisor2"] },
  ],
  stories: [capacity, terraform, finance, onboarding, refunds, support, network],
  stops: [
    {
      agent: "capacity-bot",
      by: "reliability",
      reason: "Asked for the same 6 nodes eleven times in four minutes; the metrics feed repeats old values.",
      rearmReason: "Metrics feed repaired and compared with the cluster for an hour. Agent reads fresh values again.",
      hoursAgo: 29,
      hours: 3,
    },
  ],
};
