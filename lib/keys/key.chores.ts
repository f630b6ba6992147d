import { chore } from "@/lib/platform/chore";
import { writeKeyUse } from "./key-use.service";

/** When keys were last used is written down. */
export const keepKeyUse = chore({ name: "key-use", everyMs: 10_000, run: writeKeyUse });
