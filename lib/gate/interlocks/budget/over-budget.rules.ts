import type { DebitRow } from "@/lib/actions/action-rows.rules";
import { strictest } from "@/lib/actions/verdict.rules";
import { type Claim, limitAt, windowAt } from "@/lib/budgets/budget.rules";
import { type Counted, exceededInWords } from "@/lib/budgets/budget-words.rules";
import { answersOf } from "@/lib/judging/interlock.rules";
import { amountOf } from "@/lib/platform/money";
import type { Judgement } from "../../judge.rules";

const answers = answersOf("budget");

/** What the commit has told of windows, by the mark of each; one that it has not told of is tried. */
export type WindowsTold = ReadonlyMap<string, Counted>;
/** What the actions before this one in its batch take of the windows. */
export type Taken = Map<string, bigint>;

/** A window's mark: the budget, and when the window begins. */
export const markOfWindow = (budget: string, from: string): string => `${budget} ${from}`;

const marked = ({ budget }: Claim, atMs: number) => markOfWindow(budget.id, windowAt(budget, atMs).from);

/**
 * Holds or denies what the commit has said there is no room for. Like the room among what waits for people, it is not registered among
 * the interlocks: it takes the place of the answer that was given before the commit was asked.
 */
export function withinBudgets(
  judgement: Judgement,
  claims: readonly Claim[],
  told: WindowsTold,
  taken: Taken,
  atMs: number,
): Judgement {
  const { verdict } = judgement;
  if (verdict.effect === "deny" || told.size === 0) return judgement;
  const over = claims.flatMap((claim) => {
    const { budget, asked } = claim;
    const mark = marked(claim, atMs);
    const counted = told.get(mark);
    if (!counted || asked.units === undefined) return [];
    const now = { spent: counted.spent, reserved: counted.reserved + (taken.get(mark) ?? 0n) };
    return now.spent + now.reserved + asked.units > limitAt(budget, atMs) ? [{ budget, asked: asked.units, now }] : [];
  });
  const decisive = over.find(({ budget }) => budget.onExceeded === "deny") ?? over[0];
  if (!decisive) return judgement;
  const message = exceededInWords(decisive.budget, decisive.asked, decisive.now, atMs);
  const control = { type: "budget", id: decisive.budget.id } as const;
  const interlocks = verdict.interlocks.map((answer) =>
    answer.name === "budget" ? answers[decisive.budget.onExceeded]("budget_exceeded", message, control) : answer,
  );
  return { ...judgement, verdict: { ...verdict, effect: strictest(interlocks), interlocks } };
}

/** What budgets are to reserve for these claims; of an amount that nobody knows, nothing but a place for what its outcome says. */
export function debitsFor(claims: readonly Claim[], action: { id: string; at: Date; expiresAt: string }): DebitRow[] {
  const atMs = action.at.getTime();
  return claims.map(({ budget, asked }) => ({
    action: action.id,
    budget: budget.id,
    ...windowAt(budget, atMs),
    at: action.at.toISOString(),
    limit: amountOf(limitAt(budget, atMs)),
    amount: amountOf(asked.units ?? 0n),
    expires: action.expiresAt,
  }));
}

/** What is reserved for a judged action: nothing where it is denied, or where a budget holds it for a person. */
export function debitsOf(
  { verdict }: Judgement,
  claims: readonly Claim[],
  action: { id: string; at: Date; expiresAt: string },
): DebitRow[] {
  const fits = verdict.interlocks.every(({ name, effect }) => name !== "budget" || effect === "pass");
  return verdict.effect === "deny" || !fits ? [] : debitsFor(claims, action);
}

/** Adds what one action of a batch takes. */
export function take(taken: Taken, debits: readonly DebitRow[], claims: readonly Claim[], atMs: number): void {
  if (debits.length === 0) return;
  for (const claim of claims) {
    const mark = marked(claim, atMs);
    taken.set(mark, (taken.get(mark) ?? 0n) + (claim.asked.units ?? 0n));
  }
}
