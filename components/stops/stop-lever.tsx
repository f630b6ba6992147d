"use client";

import { clsx } from "clsx";
import { useEffect, useState } from "react";
import { useCommands } from "@/components/patterns/keys/commands";
import type { StopFormProps } from "@/components/stops/stop-form";
import { askToStop, stopAsked, type StopScopeOption, useAskedStop } from "@/components/stops/stop-scope";
import { Button } from "@/components/ui/button";
import { Dialog, preloadDialog } from "@/components/ui/dialog";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";

export interface StopLeverProps extends Omit<StopFormProps, "onDone"> {
  /** How many stops are pulled now. */
  pulledCount: number;
  /** Why this person cannot pull it. */
  disabledReason?: string | null;
}

/** After this the page itself has what it needs. */
const settledMs = 4000;

const form = loadedWhenOpened(() => import("@/components/stops/stop-form").then((module) => module.StopForm));

function preload(): void {
  preloadDialog();
  form.preload();
}

/** The lever that stops agents. Always there, on every page; asks what and why, and says what that would hold. */
export function StopLever({ scopes, pulledCount, onPull, onPreview, disabledReason }: StopLeverProps) {
  const [pressed, setPressed] = useState(false);
  const asked = useAskedStop();
  const open = pressed || asked !== null;
  const everything = scopes.find(({ type }) => type === "workspace");

  function setOpen(next: boolean) {
    setPressed(next);
    if (!next) stopAsked();
  }

  useCommands(
    disabledReason
      ? []
      : [
          {
            id: "stop",
            label: "Stop agents…",
            group: "Everywhere",
            keywords: ["lever", "halt", "kill switch", "emergency"],
            icon: <LeverMark pulled={pulledCount > 0} />,
            run: () => setOpen(true),
          },
          ...(everything
            ? [
                {
                  id: "stop-everything",
                  label: "Stop everything…",
                  group: "Everywhere",
                  keywords: ["lever", "halt", "kill switch", "emergency", "all agents"],
                  icon: <LeverMark pulled={pulledCount > 0} />,
                  run: () => askToStop(everything),
                },
              ]
            : []),
        ],
  );

  // The one dialog that must open even when the network has just gone bad: it is here before it is needed.
  useEffect(() => {
    const timer = setTimeout(preload, settledMs);
    return () => clearTimeout(timer);
  }, []);

  return (
    <>
      <Button
        variant={pulledCount > 0 ? "danger-solid" : "danger"}
        disabledReason={disabledReason}
        aria-haspopup="dialog"
        aria-label={pulledCount > 0 ? `Stop. ${pulledCount} pulled now` : "Stop"}
        onPointerEnter={preload}
        onFocus={preload}
        onClick={() => setOpen(true)}
        className="border-[1.5px]! px-3 font-[650] tracking-[0.04em]"
      >
        <LeverMark pulled={pulledCount > 0} />
        STOP
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Stop agents"
        description="Takes effect before this dialog closes: nothing new is allowed, and permits already given can no longer be used. It stays pulled until somebody re-arms it."
      >
        <form.Part
          scopes={asked ? [asked, ...scopes.filter((scope) => !isSame(scope, asked))] : scopes}
          onPull={onPull}
          onPreview={onPreview}
          onDone={() => setOpen(false)}
        />
      </Dialog>
    </>
  );
}

const isSame = (a: StopScopeOption, b: StopScopeOption) => a.type === b.type && a.id === b.id;

/** A lever in its frame: leaning one way when armed, thrown the other way when pulled. */
function LeverMark({ pulled }: { pulled: boolean }) {
  return (
    <svg
      width="12"
      height="14"
      viewBox="0 0 12 14"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      className="overflow-visible"
    >
      <path d="M1.5 12.5h9" />
      <g className={clsx("origin-[6px_12px] transition-transform duration-200", pulled ? "rotate-30" : "-rotate-20")}>
        <path d="M6 12V5" />
        <circle cx="6" cy="3" r="2" fill="currentColor" stroke="none" />
      </g>
    </svg>
  );
}
