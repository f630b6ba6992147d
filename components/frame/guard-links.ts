"use client";

import { isHeld, leave, outOfReach } from "@/components/patterns/forms/leaving";

/** The address within the console that a press on a link leads to; null where it leads elsewhere, or is the browser's own business. */
function ownAddress(event: MouseEvent): string | null {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return null;
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
  if (!link || link.target || link.hasAttribute("download")) return null;
  const { origin, pathname, search, hash } = new URL(link.href);
  if (origin !== window.location.origin || pathname.startsWith("/api/")) return null;
  // A place on this very page is not elsewhere.
  if (hash && pathname === window.location.pathname && search === window.location.search) return null;
  return pathname + search + hash;
}

/** A page's data, asked for by the router; not what it fetches ahead, which it asks for with low priority: a whole page looks the same but for that. */
function isPage(init: RequestInit | undefined): boolean {
  const headers = new Headers(init?.headers);
  return (
    init?.priority !== "low" &&
    headers.has("rsc") &&
    !headers.has("next-router-prefetch") &&
    !headers.has("next-router-segment-prefetch")
  );
}

/**
 * Holds every link back while leaving would lose something, and shows our own page where the next one cannot be fetched: the router would
 * load the document anew, and the browser would put its error page in the place of what is typed.
 */
export function guardLinks(push: (address: string) => void): () => void {
  function onPress(event: MouseEvent) {
    const address = isHeld() ? ownAddress(event) : null;
    if (address === null) return;
    event.preventDefault();
    event.stopPropagation();
    leave(() => push(address));
  }

  const plain = window.fetch.bind(window);
  const patient: typeof fetch = async (input, init) => {
    if (!isPage(init)) return plain(input, init);
    for (;;) {
      try {
        return await plain(input, init);
      } catch (error) {
        if (init?.signal?.aborted) throw error;
        // Asked for again when one presses "Try again"; whoever goes elsewhere meanwhile leaves it waiting for good.
        await new Promise<void>((again) => {
          outOfReach.set(() => {
            outOfReach.set(null);
            again();
          });
        });
      }
    }
  };

  document.addEventListener("click", onPress, { capture: true });
  window.fetch = patient;
  return () => {
    document.removeEventListener("click", onPress, { capture: true });
    if (window.fetch === patient) window.fetch = plain;
  };
}
