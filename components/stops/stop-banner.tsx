"use client";

import { clsx } from "clsx";
import { type ReactNode, Suspense, useRef, useState } from "react";
import { useIsCut } from "@/components/patterns/outside/is-cut";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import type { PulledStop } from "@/components/stops/stop-scope";
import type { RearmRequest } from "@/lib/stops/stop.client";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";
import { formatCount } from "@/lib/platform/format";

export interface StopBannerProps {
  stops: ReadonlyArray<PulledStop>;
  /** Re-arms one; leave out where the person may not. */
  onRearm?: (stop: PulledStop, request: RearmRequest) => Promise<void>;
  /** Says why one was pulled that was pulled without a word; leave out where the person may not. */
  onReason?: (stop: PulledStop, reason: string) => Promise<void>;
  /** Draws the name of whoever pulled it. */
  pulledBy: (stop: PulledStop) => ReactNode;
}

const dialog = loadedWhenOpened(() => import("@/components/stops/rearm-dialog").then((module) => module.RearmDialog));
const why = loadedWhenOpened(() => import("@/components/stops/reason-dialog").then((module) => module.ReasonDialog));

/** What holds most comes first, so that no row of small stops pushes it out of sight. */
const widestFirst: readonly PulledStop["type"][] = ["workspace", "kind", "action", "resource", "agent", "run"];
/** Lines that are always in sight, of those that fit: on a phone each takes the room of three. */
const alwaysShown = { phone: 1, desk: 3 };

/** The widest first; of one width in the order they come in. */
function inOrder(stops: ReadonlyArray<PulledStop>): PulledStop[] {
  return [...stops].sort((a, b) => widestFirst.indexOf(a.type) - widestFirst.indexOf(b.type));
}

/** The red bar across the top of every screen while something is stopped. One line for each stop, and how many more there are. */
export function StopBanner({ stops, onRearm, onReason, pulledBy }: StopBannerProps) {
  const [explaining, setExplaining] = useState<PulledStop | null>(null);
  const [rearming, setRearming] = useState<PulledStop | null>(null);
  const [unfolded, setUnfolded] = useState(false);
  if (stops.length === 0) return null;
  const ordered = inOrder(stops);
  const [phone, desk] = [ordered.length - alwaysShown.phone, ordered.length - alwaysShown.desk];
  return (
    <section aria-label="Pulled stops" className="max-h-[50dvh] overflow-y-auto bg-danger text-on-danger">
      {ordered.slice(0, unfolded ? undefined : alwaysShown.desk).map((stop, index) => (
        <StopLine
          key={stop.id}
          stop={stop}
          pulledBy={pulledBy}
          onRearm={onRearm ? () => setRearming(stop) : undefined}
          onReason={onReason && stop.reason === null ? () => setExplaining(stop) : undefined}
          className={clsx(!unfolded && index >= alwaysShown.phone && "small:hidden")}
        />
      ))}
      {phone > 0 ? (
        <button
          type="button"
          aria-expanded={unfolded}
          className={clsx(
            "w-full border-t border-on-danger/25 px-3.5 py-1 text-left font-semibold underline underline-offset-2 -outline-offset-2 focus-visible:outline-current coarse:min-h-11",
            desk <= 0 && "roomy:hidden",
          )}
          onClick={() => setUnfolded(!unfolded)}
        >
          {unfolded ? "Show fewer" : <MoreOf phone={phone} desk={desk} />}
        </button>
      ) : null}
      {explaining ? (
        <Suspense fallback={null}>
          <why.Part stop={explaining} onReason={onReason} onClose={() => setExplaining(null)} />
        </Suspense>
      ) : null}
      {rearming ? (
        <Suspense fallback={null}>
          <dialog.Part stop={rearming} onRearm={onRearm} onClose={() => setRearming(null)} />
        </Suspense>
      ) : null}
    </section>
  );
}

const buttonClass =
  "shrink-0 rounded-md outline-offset-2 focus-visible:outline-current hover:bg-on-danger hover:text-danger coarse:min-h-11";

interface StopLineProps extends Pick<StopBannerProps, "pulledBy"> {
  stop: PulledStop;
  onRearm?: () => void;
  onReason?: () => void;
  className?: string;
}

/** One stop in one line, whatever it is called and whyever it was pulled; what does not fit unfolds. */
function StopLine({ stop, pulledBy, onRearm, onReason, className }: StopLineProps) {
  const [whole, setWhole] = useState(false);
  const words = useRef<HTMLParagraphElement>(null);
  const isCut = useIsCut(words, whole);
  return (
    <div
      className={clsx(
        whole && "small:flex-wrap",
        "flex items-center gap-x-3 border-t border-on-danger/25 px-3.5 py-1.5 first:border-t-0 coarse:py-0",
        className,
      )}
    >
      <svg width="11" height="11" aria-hidden="true" className={clsx("shrink-0", whole && "small:hidden")}>
        <rect width="11" height="11" rx="1" fill="currentColor" />
      </svg>
      <p
        ref={words}
        className={clsx("min-w-0 flex-1", whole ? "whitespace-pre-wrap coarse:py-3 small:basis-full" : "truncate")}
      >
        <b className="font-bold">
          Stopped: <OutsideText text={stop.label} />
        </b>{" "}
        · {pulledBy(stop)}, <TimeAgo at={stop.at} />
        {stop.reason === null ? (
          " · no reason given yet"
        ) : (
          <>
            {" "}
            · “<OutsideText text={stop.reason} />”
          </>
        )}
      </p>
      {isCut || whole ? (
        <button
          type="button"
          aria-expanded={whole}
          aria-label={whole ? "Show one line" : "Show all of it"}
          onClick={() => setWhole(!whole)}
          className={clsx("p-1 coarse:min-w-11", buttonClass)}
        >
          <svg
            width="12"
            height="12"
            viewBox="0 0 12 12"
            fill="none"
            stroke="currentColor"
            strokeWidth="2"
            aria-hidden="true"
            className={clsx("mx-auto", whole && "rotate-180")}
          >
            <path d="m2 4 4 4 4-4" />
          </svg>
        </button>
      ) : null}
      {onReason ? (
        <button
          type="button"
          // On a phone the line says what is stopped; the rest unfolds.
          className={clsx("px-1 py-0.5 underline underline-offset-2", !whole && "small:hidden", buttonClass)}
          onPointerEnter={why.preload}
          onFocus={why.preload}
          onClick={onReason}
        >
          Say why…
        </button>
      ) : null}
      {onRearm ? (
        <button
          type="button"
          className={clsx("border border-current px-2 py-0.5 font-semibold", buttonClass)}
          onPointerEnter={dialog.preload}
          onFocus={dialog.preload}
          onClick={onRearm}
        >
          Re-arm…
        </button>
      ) : null}
    </div>
  );
}

function MoreOf({ phone, desk }: { phone: number; desk: number }) {
  return (
    <>
      <span className="roomy:hidden">and {formatCount(phone)} more</span>
      <span className="small:hidden">and {formatCount(desk)} more</span>
    </>
  );
}
