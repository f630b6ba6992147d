"use client";

import { clsx } from "clsx";
import { useEffect, useSyncExternalStore } from "react";
import { untilLoaded } from "@/components/ui/until-loaded";
import { isPlain, spelledOut } from "@/lib/platform/concealed.rules";
import { Store } from "@/lib/platform/watchers";

type Drawing = typeof import("@/components/patterns/outside/outside-pieces");

const drawing = new Store<Drawing | undefined>(undefined);
let fetching: Promise<void> | undefined;

/** What draws the few texts that need it is fetched when the first of them comes. */
function fetchDrawing(): void {
  fetching ??= untilLoaded(() => import("@/components/patterns/outside/outside-pieces")).then(
    (module) => drawing.set(module),
    () => {
      // Until then, and if it never comes, every concealed character is spelled out: nothing is unseen for want of a file.
      fetching = undefined;
    },
  );
}

function useDrawing(wanted: boolean): Drawing | undefined {
  const known = useSyncExternalStore(drawing.watch, drawing.read, () => undefined);
  useEffect(() => {
    if (wanted) fetchDrawing();
  }, [wanted]);
  return known;
}

export interface OutsideTextProps {
  /** As it came: from an agent, a person, another system. Nothing is drawn for what is missing. */
  text: string | null | undefined;
  /** Line ends, tabs and spaces in a row are shown as such; else the text stands on one line, and line ends are named. */
  lines?: boolean;
  className?: string;
}

/**
 * A text that comes from outside, drawn so that it cannot show anything else than what it is: kept apart from the reading direction around
 * it, every character without a shape of its own as a small badge with its name, every word that mixes alphabets marked. Selecting and
 * copying gives the text itself. Every such text is drawn by this: a lint refuses others.
 */
export function OutsideText({ text, lines = false, className }: OutsideTextProps) {
  const plain = text === null || text === undefined || (isPlain(text) && (lines || !/[\t\n]/u.test(text)));
  const draw = useDrawing(!plain);
  if (text === null || text === undefined) return null;
  return (
    <bdi
      onCopy={plain ? undefined : draw?.copyAsItIs}
      className={clsx(lines ? "whitespace-pre-wrap" : "[white-space-collapse:preserve]", className)}
    >
      {plain ? text : draw ? <draw.OutsidePieces text={text} lines={lines} /> : spelledOut(text)}
    </bdi>
  );
}
