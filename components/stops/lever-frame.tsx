"use client";

import { clsx } from "clsx";
import { type KeyboardEvent, useRef, useState } from "react";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import type { Lever } from "@/components/stops/lever.rules";
import { LeverDrawing, type LeverState } from "@/components/stops/lever-drawing";
import { StatusMark } from "@/components/ui/status-mark";
import type { StopScopeType } from "@/lib/scopes/stop.rules";

export interface LeverFrameProps {
  levers: readonly Lever[];
  /** What a press on it does, in words: "Press to stop it". */
  pressWords: (lever: Lever) => string;
  onPress: (lever: Lever) => void;
}

const plates: Record<StopScopeType, string> = {
  workspace: "Workspace",
  kind: "Kind",
  action: "Action type",
  resource: "Resource",
  agent: "Agent",
  run: "Run",
};

const steps: Record<string, (at: number, last: number) => number> = {
  ArrowRight: (at, last) => Math.min(at + 1, last),
  ArrowDown: (at, last) => Math.min(at + 1, last),
  ArrowLeft: (at) => Math.max(at - 1, 0),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_, last) => last,
};

const stateOf = ({ stop }: Lever): LeverState =>
  stop === null ? "normal" : stop.status === "probation" ? "probation" : "pulled";

/** All levers beside each other, as they stand. Tab comes to one of them, arrows go along the row. */
export function LeverFrame({ levers, pressWords, onPress }: LeverFrameProps) {
  const row = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState<string | null>(null);
  const inRow = Math.max(
    0,
    levers.findIndex(({ key }) => key === current),
  );

  function go(event: KeyboardEvent) {
    const next = steps[event.key]?.(inRow, levers.length - 1);
    if (next === undefined) return;
    event.preventDefault();
    setCurrent(levers[next]?.key ?? null);
    row.current?.querySelectorAll("button")[next]?.focus();
  }

  return (
    <div
      ref={row}
      role="toolbar"
      aria-label="Levers"
      onKeyDown={go}
      className="grid grid-cols-[repeat(auto-fill,minmax(5.75rem,1fr))] gap-1.5 p-2 sm:grid-cols-[repeat(auto-fill,minmax(7.5rem,8.5rem))] sm:p-3"
    >
      {levers.map((lever, index) => (
        <LeverButton
          key={lever.key}
          lever={lever}
          pressWords={pressWords(lever)}
          tabIndex={index === inRow ? 0 : -1}
          onFocus={() => setCurrent(lever.key)}
          onPress={() => onPress(lever)}
        />
      ))}
    </div>
  );
}

const grounds: Record<LeverState, string> = {
  normal: "border-transparent hover:border-edge hover:bg-hover",
  probation: "border-caution bg-caution-soft",
  pulled: "border-danger bg-danger-soft",
};

interface LeverButtonProps {
  lever: Lever;
  pressWords: string;
  tabIndex: number;
  onFocus: () => void;
  onPress: () => void;
}

function LeverButton({ lever, pressWords, tabIndex, onFocus, onPress }: LeverButtonProps) {
  const state = stateOf(lever);
  return (
    <button
      type="button"
      tabIndex={tabIndex}
      onFocus={onFocus}
      onClick={onPress}
      className={clsx(
        "flex min-w-0 flex-col items-center gap-1 rounded-lg border px-1.5 pt-2 pb-2.5 text-center",
        grounds[state],
      )}
    >
      <LeverDrawing state={state} />
      <span className="text-2xs text-mute">{plates[lever.type]}</span>
      <span className="line-clamp-2 w-full font-semibold small:text-sm [overflow-wrap:anywhere]">
        <OutsideText text={lever.name} />
      </span>
      <span className="sr-only">: </span>
      {state !== "pulled" && lever.heldByEverything ? (
        <span className="text-sm text-danger">Held by Everything</span>
      ) : state === "normal" ? (
        <span className="text-sm text-mute">Normal</span>
      ) : (
        <StatusMark status={state === "pulled" ? "stopped" : "probation"} className="text-sm" />
      )}
      <span className="sr-only">. {pressWords}</span>
    </button>
  );
}
