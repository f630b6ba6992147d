"use client";

import { lazy, Suspense, useSyncExternalStore } from "react";
import { noticesNeeded } from "@/components/ui/notify";

const Place = lazy(() => import("@/components/ui/toast-place").then((module) => ({ default: module.ToastPlace })));

/** The place of short news, drawn once there is any. Send one with `toast()` of components/ui/notify. */
export function Toaster() {
  const needed = useSyncExternalStore(noticesNeeded.watch, noticesNeeded.read, () => false);
  if (!needed) return null;
  return (
    <Suspense fallback={null}>
      <Place />
    </Suspense>
  );
}
