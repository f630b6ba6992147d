"use client";

import { useEffect, useRef, useState } from "react";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import type { StopReach, StopScopeOption } from "@/components/stops/stop-scope";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";

/** While somebody types a name it is not looked up at every letter. */
const pauseMs = 250;

export type Reach =
  | { state: "none" }
  | { state: "counting" }
  | { state: "unavailable" }
  | { state: "told"; reach: StopReach };

/** What a stop of this scope would hold at this moment; asked again whenever the scope is another one. */
export function useStopReach(
  scope: StopScopeOption | null,
  onPreview: (scope: StopScopeOption) => Promise<StopReach>,
): Reach {
  const [answer, setAnswer] = useState<{ key: string; reach: StopReach | null } | null>(null);
  const { type, id } = scope ?? {};
  const key = type === undefined ? "" : JSON.stringify([type, id ?? null]);
  const ask = useRef(onPreview);
  useEffect(() => {
    ask.current = onPreview;
  }, [onPreview]);
  useEffect(() => {
    if (type === undefined) return;
    let current = true;
    const timer = setTimeout(() => {
      ask.current({ type, id, label: "" }).then(
        (reach) => current && setAnswer({ key, reach }),
        () => current && setAnswer({ key, reach: null }),
      );
    }, pauseMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [type, id, key]);
  if (key === "") return { state: "none" };
  if (answer?.key !== key) return { state: "counting" };
  return answer.reach ? { state: "told", reach: answer.reach } : { state: "unavailable" };
}

export interface StopReachLineProps {
  reach: Reach;
  /** Chosen where a name is not known: it holds whatever comes under it. */
  evenIfUnknown: boolean;
  onEvenIfUnknown: (chosen: boolean) => void;
  onName: (name: string) => void;
}

/** Says what the stop would hold, before it is pulled. That it cannot be counted keeps nobody from pulling. */
export function StopReachLine({ reach, evenIfUnknown, onEvenIfUnknown, onName }: StopReachLineProps) {
  if (reach.state === "none") return null;
  const told = reach.state === "told" ? reach.reach : null;
  const calm = !told || (told.known && !told.nothing);
  return (
    <div className={calm ? "rounded-md bg-sunk px-3 py-2" : "rounded-md border border-caution bg-sunk px-3 py-2"}>
      <p role="status" className={calm ? "min-h-[1.25rem] text-sm text-mute" : "min-h-[1.25rem] text-sm text-caution"}>
        {reach.state === "counting" ? "Counting what it would hold…" : null}
        {reach.state === "unavailable" ? "What it would hold cannot be counted now. The stop works anyway." : null}
        {told ? (
          <>
            {told.known ? (told.nothing ? "" : "Holds now: ") : `${told.unknownWords} `}
            <OutsideText text={told.words} />
          </>
        ) : null}
      </p>
      {told && !told.known ? (
        <div className="mt-2 flex flex-col gap-2">
          {told.nearest.length > 0 ? (
            <div role="group" aria-label="Similar names" className="flex flex-wrap items-center gap-1.5">
              <span className="text-sm">Did you mean</span>
              {told.nearest.map((name) => (
                <Button key={name} size="sm" className="text-mono!" onClick={() => onName(name)}>
                  <OutsideText text={name} />
                </Button>
              ))}
            </div>
          ) : null}
          <Checkbox
            checked={evenIfUnknown}
            onCheckedChange={onEvenIfUnknown}
            label="Stop this name anyway"
            hint="It holds whatever comes under it from now on."
          />
        </div>
      ) : null}
    </div>
  );
}
