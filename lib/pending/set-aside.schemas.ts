import { z } from "zod";
import { Timestamp, TimestampInput } from "@/lib/platform/common.schemas";
import { longestAsideDays } from "./set-aside.rules";

export const SetAsideRequest = z
  .strictObject({
    until: TimestampInput.describe(
      `In the future, at most ${longestAsideDays} days ahead, and not after the action's time to decide.`,
    ),
  })
  .meta({ id: "SetAsideRequest", description: "Until when the caller sets an action aside." });
export type SetAsideRequest = z.output<typeof SetAsideRequest>;

export const SetAside = z
  .strictObject({
    actionId: z.string(),
    until: Timestamp,
    /** When it comes back by itself: at `until`, or where its time ends soon after, in its last minute. */
    backAt: Timestamp,
  })
  .meta({ id: "SetAside", description: "An action that the caller has set aside. Nobody else is told." });
export type SetAside = z.infer<typeof SetAside>;

export const SetAsideList = z
  .strictObject({ items: z.array(SetAside) })
  .meta({ id: "SetAsideList", description: "What the caller has set aside, the next to come back first." });
export type SetAsideList = z.infer<typeof SetAsideList>;
