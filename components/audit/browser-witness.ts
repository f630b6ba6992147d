import { useQuery } from "@tanstack/react-query";
import { auditKeys } from "@/lib/audit/audit.client";
import { fetchConsistency, fetchHead } from "@/lib/audit/proof-check.client";
import type { HeadCheck, Memory } from "@/lib/audit/witness.rules";

/** What the check of the newest checkpoint showed, and what it was held against. */
export interface Witnessed {
  check: HeadCheck;
  remembered: { size: number; at: string } | null;
  vkey: string;
  note: string;
}

const originIn = (note: string) => note.slice(0, note.indexOf("\n"));
const storageKey = (origin: string) => `signalbox.witness.${origin}`;

function readMemory(origin: string): Memory | null {
  try {
    const parsed: unknown = JSON.parse(localStorage.getItem(storageKey(origin)) ?? "null");
    if (typeof parsed !== "object" || parsed === null) return null;
    const { vkey, note, at } = parsed as Record<string, unknown>;
    return typeof vkey === "string" && typeof note === "string" && typeof at === "string" ? { vkey, note, at } : null;
  } catch {
    // Storage is switched off or damaged: this browser remembers nothing, and says so.
    return null;
  }
}

function keepMemory(origin: string, memory: Memory): void {
  try {
    localStorage.setItem(storageKey(origin), JSON.stringify(memory));
  } catch {
    // Nothing is lost but the comparison on the next visit.
  }
}

/**
 * Fetches the newest checkpoint, checks it here, and compares it with the one this browser kept on its last visit. A good one
 * takes the old one's place; after a bad one the old one is kept, so that the contradiction stays visible.
 */
async function witness(signal: AbortSignal): Promise<Witnessed> {
  // The cryptography comes beside what it checks, not with the page.
  const [head, { checkHead, rememberedSize }] = await Promise.all([
    fetchHead(signal),
    import("@/lib/audit/witness.rules"),
  ]);
  const origin = originIn(head.note);
  const memory = readMemory(origin);
  const size = rememberedSize(memory);
  const newSize = Number(head.note.split("\n")[1]);
  const isGrown = size !== null && newSize > size;
  const check = checkHead(head, memory, isGrown ? await fetchConsistency(size, newSize, signal) : "");
  if (check.isGood) keepMemory(origin, { ...head, at: new Date().toISOString() });
  return { check, remembered: memory === null || size === null ? null : { size, at: memory.at }, ...head };
}

/** Lets this browser forget what it has seen of a log: for a change that its owner has confirmed by another way. */
export function forgetLog(note: string): void {
  try {
    localStorage.removeItem(storageKey(originIn(note)));
  } catch {
    // Without storage there was nothing to forget.
  }
}

/** Lets this browser be a witness of the log: see {@link witness}. */
export function useWitness() {
  return useQuery({
    queryKey: auditKeys.head,
    queryFn: ({ signal }) => witness(signal),
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  });
}
