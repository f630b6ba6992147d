import type { Chore, DailyChore } from "@/lib/platform/chore";
import * as registered from "./registered-chores";

const all: readonly (Chore | DailyChore)[] = Object.values(registered);

/** What is done again and again by every instance. */
export const chores: readonly Chore[] = all.filter((work) => "everyMs" in work);
/** What is done at a time of the day, by one of them. */
export const dailyChores: readonly DailyChore[] = all.filter((work) => "cron" in work);
