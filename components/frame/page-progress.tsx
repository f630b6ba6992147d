"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";

/** Milliseconds before it is shown that the next page is on its way: most are there sooner. */
const quietMs = 200;

/** A line below the top bar while a page that was asked for is on its way, and the words for those who do not see it. */
export function PageProgress() {
  const address = `${usePathname()}?${useSearchParams().toString()}`;
  /** Where one was when one went: whatever page comes, also another than was asked for, ends the waiting. */
  const [left, setLeft] = useState<string | null>(null);
  const [isLate, setIsLate] = useState(false);

  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      if (leadsElsewhere(event)) setLeft(address);
    };
    document.addEventListener("click", onClick);
    return () => document.removeEventListener("click", onClick);
  }, [address]);

  const isOnItsWay = left === address;
  useEffect(() => {
    if (!isOnItsWay) return;
    const timer = setTimeout(() => setIsLate(true), quietMs);
    return () => {
      clearTimeout(timer);
      setIsLate(false);
    };
  }, [isOnItsWay]);

  if (!isOnItsWay || !isLate) return null;
  return (
    <div
      role="status"
      aria-label="The page is loading"
      className="pointer-events-none absolute inset-x-0 top-0 z-30 h-0.5 overflow-hidden bg-line"
    >
      <div className="h-full w-1/3 [animation:on-its-way_1.2s_ease-in-out_infinite] bg-accent" />
    </div>
  );
}

/** A plain click on a link to another page of ours. */
function leadsElsewhere(event: MouseEvent): boolean {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return false;
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (
    !(link instanceof HTMLAnchorElement) ||
    link.target === "_blank" ||
    link.hasAttribute("download") ||
    link.origin !== window.location.origin
  )
    return false;
  return link.pathname !== window.location.pathname;
}
