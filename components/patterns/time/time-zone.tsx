"use client";

import { createContext, type ReactNode, useContext, useEffect, useLayoutEffect, useSyncExternalStore } from "react";
import { chooseZone, ownZone, readerZone, watchZone, zoneCookie } from "@/lib/platform/time-zone";

const DrawnIn = createContext("UTC");
const yearSeconds = 365 * 24 * 3600;

export interface TimeZoneProviderProps {
  /** The zone in which the server drew the page. */
  drawnIn: string;
  /** The zone of the reader's profile; null follows the browser. */
  chosen: string | null;
  children: ReactNode;
}

/** Makes the reader's zone known to what is drawn and to what is asked. */
export function TimeZoneProvider({ drawnIn, chosen, children }: TimeZoneProviderProps) {
  useLayoutEffect(() => chooseZone(chosen), [chosen]);
  return <DrawnIn value={drawnIn}>{children}</DrawnIn>;
}

/** Tells the server this browser's zone, for the pages that it draws from now on. */
export function useTellZone(): void {
  useEffect(() => {
    document.cookie = `${zoneCookie}=${encodeURIComponent(ownZone())}; path=/; max-age=${yearSeconds}; samesite=lax`;
  }, []);
}

/** The reader's zone, an IANA name. The browser's first render uses the one that the server rendered in. */
export function useTimeZone(): string {
  const drawnIn = useContext(DrawnIn);
  return useSyncExternalStore(watchZone, readerZone, () => drawnIn);
}
