"use client";

import {
  cloneElement,
  type FocusEvent,
  type MouseEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  Suspense,
  useEffect,
  useId,
  useSyncExternalStore,
} from "react";
import { hintStore } from "@/components/ui/hint-store";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";

const popup = loadedWhenOpened(() => import("@/components/ui/tooltip-popup").then((module) => module.TooltipPopup));

interface HintHandlers {
  onPointerEnter?: (event: PointerEvent) => void;
  onPointerLeave?: (event: PointerEvent) => void;
  onPointerDown?: (event: PointerEvent) => void;
  onClick?: (event: MouseEvent) => void;
  onFocus?: (event: FocusEvent) => void;
  onBlur?: (event: FocusEvent) => void;
}

export interface TooltipProps {
  /** What the tooltip says. Nothing is shown when it is empty. */
  content: ReactNode;
  /** The element that shows it on hover and on focus; it must pass its handlers on to what it draws. */
  children: ReactElement<HintHandlers>;
  /** A tap opens it too, instead of what the element does; the next tap does that. */
  byTap?: boolean;
}

/**
 * A hint on hover and focus. It never holds the only copy of something: the element keeps its own accessible name.
 * A table of a thousand hints costs a thousand handlers and one popup.
 */
export function Tooltip({ content, children, byTap = false }: TooltipProps) {
  const owner = useId();
  const own = children.props;
  const silent = content === undefined || content === null || content === "" || content === false;

  useEffect(() => hintStore.renew(owner, content), [owner, content]);
  useEffect(() => () => hintStore.close(owner), [owner]);
  if (silent) return children;

  return cloneElement(children, {
    onPointerEnter(event) {
      own.onPointerEnter?.(event);
      if (event.pointerType === "touch") return;
      popup.preload();
      hintStore.openSoon({ anchor: event.currentTarget, owner, content });
    },
    onPointerLeave(event) {
      own.onPointerLeave?.(event);
      hintStore.closeSoon();
    },
    onPointerDown(event) {
      own.onPointerDown?.(event);
      hintStore.tap(byTap && event.pointerType === "touch" && hintStore.read()?.owner !== owner ? owner : null);
      hintStore.close(owner);
    },
    onClick(event) {
      own.onClick?.(event);
      if (!hintStore.takeTap(owner)) return;
      event.preventDefault();
      event.stopPropagation();
      hintStore.openNow({ anchor: event.currentTarget, owner, content });
    },
    onFocus(event) {
      own.onFocus?.(event);
      if (event.target === event.currentTarget && event.currentTarget.matches(":focus-visible")) {
        hintStore.openNow({ anchor: event.currentTarget, owner, content });
      }
    },
    onBlur(event) {
      own.onBlur?.(event);
      hintStore.close(owner);
    },
  });
}

/** Draws the hint that is open. Rendered once, by the providers. */
export function TooltipLayer() {
  const hint = useSyncExternalStore(hintStore.watch, hintStore.read, () => null);
  if (!hint) return null;
  return (
    <Suspense fallback={null}>
      <popup.Part hint={hint} />
    </Suspense>
  );
}
