"use client";

import { startTransition, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

export interface Hurry {
  /** A key is held down: rows are passed over, and none of them is to be read. */
  hurrying: boolean;
  hurry: () => void;
  /** Ends it at once. */
  rest: () => void;
}

/** Longer than a held key takes to repeat, shorter than one notices. */
const restMs = 120;

/** Tells passing over rows from going to one. @param onRest called when one has come to rest after hurrying */
export function useHurry(onRest: () => void): Hurry {
  const [hurrying, setHurrying] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(onRest);
  useLayoutEffect(() => {
    latest.current = onRest;
  });
  useEffect(() => () => clearTimeout(timer.current), []);

  const rest = useCallback(() => {
    clearTimeout(timer.current);
    setHurrying(false);
  }, []);
  const hurry = useCallback(() => {
    clearTimeout(timer.current);
    setHurrying(true);
    timer.current = setTimeout(() => {
      // Drawing what is open now may take its time: nobody waits for a key.
      startTransition(() => setHurrying(false));
      latest.current();
    }, restMs);
  }, []);
  return { hurrying, hurry, rest };
}
