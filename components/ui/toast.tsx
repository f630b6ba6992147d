"use client";

import { Suspense, useEffect, useSyncExternalStore } from "react";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";
import { noticesNeeded, preloadNotices } from "@/components/ui/notify";

const place = loadedWhenOpened(() => import("@/components/ui/toast-place").then((module) => module.ToastPlace));

/** The place of short news, drawn once there is any. Send one with `toast()` of components/ui/notify. */
export function Toaster() {
  const needed = useSyncExternalStore(noticesNeeded.watch, noticesNeeded.read, () => false);
  useEffect(() => {
    // Fetched with the first key or press, so that there is a way to say it when the server is away later.
    const ahead = () => {
      place.preload();
      preloadNotices();
    };
    const once = { once: true, passive: true };
    window.addEventListener("pointerdown", ahead, once);
    window.addEventListener("keydown", ahead, once);
    return () => {
      window.removeEventListener("pointerdown", ahead);
      window.removeEventListener("keydown", ahead);
    };
  }, []);
  if (!needed) return null;
  return (
    <Suspense fallback={null}>
      <place.Part />
    </Suspense>
  );
}
