"use client";

import { type FocusEvent, type RefObject, useLayoutEffect } from "react";

/** Between a field and the foot below it, in CSS pixels. */
const gapPx = 8;

function scrollerOf(element: Element): HTMLElement | null {
  for (let up = element.parentElement; up; up = up.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(up).overflowY)) return up;
  }
  return null;
}

/**
 * Keeps what has the keyboard clear of a foot that sticks to the bottom of what scrolls: whatever is scrolled into sight there comes to
 * stand above the foot, however high that is at the moment.
 */
export function useClearOfFoot(foot: RefObject<HTMLElement | null>): void {
  // Before the first field takes the keyboard, which effects do.
  useLayoutEffect(() => {
    const { current } = foot;
    const scroller = current && scrollerOf(current);
    if (!current || !scroller) return;
    const set = (padding: string) => scroller.style.setProperty("scroll-padding-bottom", padding);
    const clear = () => {
      set(getComputedStyle(current).position === "sticky" ? `${current.offsetHeight + gapPx}px` : "");
    };
    clear();
    const observer = new ResizeObserver(clear);
    observer.observe(current);
    return () => {
      observer.disconnect();
      set("");
    };
  }, [foot]);
}

/** For what a form's fields stand in: one that is tapped is scrolled wholly into sight, as one that the keyboard comes to is. What is pressed stays under the finger. */
export function showWhole(event: FocusEvent): void {
  if (event.target.matches("textarea, input:not([type=radio], [type=checkbox])"))
    event.target.scrollIntoView({ block: "nearest" });
}
