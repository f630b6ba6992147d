import { useRef } from "react";

interface Attempt {
  /** The Idempotency-Key. */
  id: string;
  /** When it was first wished for, Unix milliseconds. */
  at: number;
}

/**
 * One attempt per wish: sending the same form again after a lost answer asks for the same thing, so that no second key is made
 * which nobody saw.
 */
export function useAttempt(): (wish: string) => Attempt {
  const last = useRef<(Attempt & { wish: string }) | null>(null);
  return (wish) => {
    if (last.current?.wish !== wish) last.current = { wish, id: crypto.randomUUID(), at: Date.now() };
    return last.current;
  };
}
