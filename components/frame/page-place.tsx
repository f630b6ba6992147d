"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, Suspense, useEffect, useSyncExternalStore } from "react";
import { PageProgress } from "@/components/frame/page-progress";
import { outOfReach } from "@/components/patterns/forms/leaving";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";

const unreached = loadedWhenOpened(() =>
  import("@/components/frame/unreached-page").then((module) => module.UnreachedPage),
);

/** Where the page stands. While the next one cannot be fetched, that is said in its place; the page itself stays as it is. */
export function PagePlace({ children }: { children: ReactNode }) {
  const router = useRouter();
  const go = useSyncExternalStore(outOfReach.watch, outOfReach.read, () => null);
  useEffect(() => {
    let release: (() => void) | null | undefined;
    // Here before it is needed: without the network neither could be fetched.
    unreached.preload();
    import("@/components/frame/guard-links").then(
      ({ guardLinks }) => {
        if (release === undefined) release = guardLinks((address) => router.push(address));
      },
      () => undefined,
    );
    return () => {
      release?.();
      release = null;
    };
  }, [router]);
  return (
    <div className="relative min-h-0 min-w-0">
      <PageProgress />
      <main id="main" tabIndex={-1} inert={go !== null} className="h-full overflow-auto focus-visible:outline-none">
        {children}
      </main>
      {go ? (
        <Suspense fallback={null}>
          <unreached.Part go={go} />
        </Suspense>
      ) : null}
    </div>
  );
}
