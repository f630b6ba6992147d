import { chore } from "@/lib/platform/chore";
import { lookAtBreakers } from "./look.service";

/** Breakers trip, try again and close: each within a second of what made it do so. */
export const watchBreakers = chore({ name: "breakers", everyMs: 250, run: lookAtBreakers });
