import type { Signalbox } from "@/packages/sdk/client";
import { Transport, type TransportOptions } from "@/packages/sdk/transport";
import type { Action, Outcome } from "@/packages/sdk/types";
import { Dice } from "./dice.rules";
import { carryOut, decided, type Part } from "./player";
import type { Ask, WorkspaceStory } from "./story.rules";

const takenUp = 60;
/** What was asked just now is in somebody's hand, whose answer is on its way. */
const settledAfterSeconds = 45;

/** What the stories say comes of this action; an ordinary success where it is none of theirs. */
function scriptOf(story: WorkspaceStory, action: Action): Pick<Ask, "outcome" | "workSeconds"> {
  const dice = new Dice(`take-up/${action.id}`);
  const pieces = story.stories.flatMap((s) =>
    s.episodes.filter((e) => e.heldMinutesAgo !== undefined).flatMap((e) => e.tell(dice).asks),
  );
  const same = pieces.find(
    ({ request }) => request.action === action.action && request.resource?.id === action.resource?.id,
  );
  const ordinary: Outcome = { status: "succeeded", result: { done: true } };
  return same ?? { outcome: ordinary, workSeconds: 3 };
}

/**
 * Goes on with what was begun before: actions that still wait (from the seed, or from before a restart), permits not yet used, work
 * not yet reported. Each goes its own way; `each` starts it. What is in hand is left alone.
 */
export async function takeUp(
  access: TransportOptions,
  story: WorkspaceStory,
  part: Part,
  isInHand: (id: string) => boolean,
  each: (go: (signalbox: Signalbox) => Promise<void>) => void,
): Promise<void> {
  const path = `/api/v1/actions?status=pending,approved&limit=${takenUp}`;
  const { items } = await new Transport(access).json<{ items: Action[] }>({ method: "GET", path, signal: part.signal });
  for (const action of items.filter(
    (a) => !isInHand(a.id) && Date.parse(a.createdAt) < Date.now() - settledAfterSeconds * part.msPerSecond,
  )) {
    part.watch.took(action.id);
    const { outcome, workSeconds } = scriptOf(story, action);
    if (action.status === "pending") {
      each(async (signalbox) => {
        const answered = await decided(signalbox, action, undefined, part);
        if (answered.status === "approved") await carryOut(signalbox, answered, outcome, workSeconds, undefined, part);
      });
    } else if (action.permit && Date.parse(action.permit.expiresAt) > Date.now()) {
      each((signalbox) => carryOut(signalbox, action, outcome, workSeconds, undefined, part));
    } else if (action.execution?.status === "started") {
      each(async (signalbox) => void (await signalbox.report(action.id, outcome, { signal: part.signal })));
    }
  }
}
