import { chore } from "@/lib/platform/chore";
import { endProbations } from "./probation.service";

/** Probations that have seen enough are over. */
export const endOfProbation = chore({ name: "probation", everyMs: 1_000, run: endProbations });
