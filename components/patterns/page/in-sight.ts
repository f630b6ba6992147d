"use client";

import { type RefObject, useEffect, useState } from "react";

/** Whether an element takes up room on the screen: not while it, or what it stands in, is hidden. */
export function useInSight(element: RefObject<HTMLElement | null>): boolean {
  const [inSight, setInSight] = useState(false);
  useEffect(() => {
    const { current } = element;
    if (!current) return;
    const observer = new ResizeObserver(() => setInSight(current.offsetWidth > 0));
    observer.observe(current);
    return () => observer.disconnect();
  }, [element]);
  return inSight;
}

/** Whether an element has been on the screen since it was first drawn; from then on for good. */
export function useWasOnScreen(element: RefObject<HTMLElement | null>): boolean {
  const [wasSeen, setWasSeen] = useState(false);
  useEffect(() => {
    const { current } = element;
    if (!current || wasSeen) return;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) setWasSeen(true);
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, [element, wasSeen]);
  return wasSeen;
}
