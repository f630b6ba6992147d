import { chore } from "@/lib/platform/chore";
import { expireReservations } from "./expire.service";

/** What is reserved for actions that ended without a word is given back, or counted as spent. */
export const endReservations = chore({ name: "budget-reservations", everyMs: 1_000, run: () => expireReservations() });
