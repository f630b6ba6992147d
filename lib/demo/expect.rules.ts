import type { Ask, Episode, Story, StoryType } from "./story.rules";

/**
 * Will the gate probably hold this? As the story's own catalog says; a person may have changed the real one since, so this only
 * helps the fleet to stay within its bound and decides nothing.
 */
export function wouldBeHeld(ask: Ask, kind: string, types: readonly StoryType[]): boolean {
  const type = types.find((t) => t.name === ask.request.action);
  if (!type || type.zone === "red") return true;
  if (ask.request.effects?.destructive === true && type.destructive !== true) return true;
  const threshold = type.kindThresholds?.[kind] ?? type.confidenceThreshold;
  return (ask.request.confidence ?? 0) < threshold;
}

export function anyHeld(episode: Episode, story: Story): boolean {
  return episode.asks.some((ask) => wouldBeHeld(ask, story.agent.kind, story.types));
}
