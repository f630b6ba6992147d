"use client";

import { useQuery } from "@tanstack/react-query";
import { Suspense, useEffect, useRef, useState } from "react";
import { useDecision } from "@/components/approvals/decision/decision-context";
import { AsideTime } from "@/components/approvals/queue/aside-time";
import { useShortcut } from "@/components/patterns/keys/shortcuts";
import { useIsPast } from "@/components/patterns/time/clock";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";
import { asidesOptions } from "@/lib/approvals/approvals.client";
import { urgentSeconds } from "@/lib/pending/set-aside.rules";

const menu = loadedWhenOpened(() =>
  import("@/components/approvals/decision/set-aside-menu").then((module) => module.SetAsideMenu),
);
/** After this what one needs first is there. */
const settledMs = 500;

/** Setting the open action aside for oneself, or that it is, until when, and bringing it back. It is no answer: nothing is decided. */
export function SetAsideLine() {
  const { action, settingAside } = useDecision();
  const { data: backAtMs } = useQuery({ ...asidesOptions(), select: (asides) => asides[action.id] });
  const [wanted, setWanted] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  // In its last minute it is shown to everybody whom it waits for.
  const urgent = useIsPast(Date.parse(action.expiresAt) - urgentSeconds * 1000);
  useEffect(() => {
    const timer = setTimeout(menu.preload, settledMs);
    return () => clearTimeout(timer);
  }, []);

  const aside = backAtMs !== undefined;
  const offered = aside || !urgent;
  const bringBack = () => void settingAside.bringBack(action);
  useShortcut(
    offered
      ? {
          keys: "z",
          label: "Set aside until later, or bring back",
          group: "Approvals",
          run: () => (aside ? bringBack() : button.current?.click()),
        }
      : null,
  );

  if (!offered) return null;
  const closed = (
    <Button
      ref={button}
      size="sm"
      variant="quiet"
      className="-mr-2"
      aria-haspopup="menu"
      aria-expanded={false}
      onPointerEnter={menu.preload}
      onFocus={menu.preload}
      onClick={() => setWanted(true)}
    >
      Set aside <Kbd>Z</Kbd>
    </Button>
  );
  return (
    <div className="flex items-center justify-between gap-2">
      <span className="min-w-0 text-ink-soft">
        {aside ? (
          <>
            Set aside until <AsideTime atMs={backAtMs} />
          </>
        ) : null}
      </span>
      {aside ? (
        <Button size="sm" variant="quiet" className="-mr-2" onClick={bringBack}>
          Bring back <Kbd>Z</Kbd>
        </Button>
      ) : wanted ? (
        <Suspense fallback={closed}>
          <menu.Part
            buttonRef={button}
            expiresAtMs={Date.parse(action.expiresAt)}
            onChoose={(untilMs) => void settingAside.setAside(action, untilMs)}
          />
        </Suspense>
      ) : (
        closed
      )}
    </div>
  );
}
