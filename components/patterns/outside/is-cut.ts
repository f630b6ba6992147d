"use client";

import { type RefObject, useEffect, useState } from "react";

/**
 * Whether an element holds more than its place shows.
 *
 * @param about what it holds: another text is measured anew
 */
export function useIsCut(element: RefObject<HTMLElement | null>, about: unknown): boolean {
  const [isCut, setIsCut] = useState(false);
  useEffect(() => {
    const { current } = element;
    if (!current) return;
    const observer = new ResizeObserver(() =>
      setIsCut(current.scrollWidth > current.clientWidth || current.scrollHeight > current.clientHeight + 1),
    );
    observer.observe(current);
    return () => observer.disconnect();
  }, [element, about]);
  return isCut;
}
