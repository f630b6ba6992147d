import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { processWide } from "@/lib/platform/process-wide";

const retryAfterSeconds = 10;

interface Places {
  total: number;
  ofCaller: Map<string, number>;
  ofAddress: Map<string, number>;
}

function places(): Places {
  return processWide("stream-places", () => ({
    total: 0,
    ofCaller: new Map<string, number>(),
    ofAddress: new Map<string, number>(),
  }));
}

/** Event streams that are open on this instance. */
export function openStreams(): number {
  return places().total;
}

function change(counts: Map<string, number>, key: string, by: 1 | -1): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}

/**
 * A place for one more event stream: so many for a caller (a key or person), an address, and an instance.
 * @returns gives the place back; calling it again does nothing
 * @throws 429 `too_many_streams` with Retry-After, saying whose places are taken
 */
export function takeStreamPlace(caller: string, address: string): () => void {
  const taken = places();
  const refuse = (whose: string) =>
    new AppError("too_many_streams", `${whose} as many event streams open as it may. Close one, or come back later.`, {
      retryAfterSeconds,
    });
  if ((taken.ofCaller.get(caller) ?? 0) >= env().SIGNALBOX_STREAMS_PER_CALLER) throw refuse("Your key or account has");
  if ((taken.ofAddress.get(address) ?? 0) >= env().SIGNALBOX_STREAMS_PER_ADDRESS) throw refuse("Your address has");
  if (taken.total >= env().SIGNALBOX_STREAMS) throw refuse("This instance has");
  const count = (by: 1 | -1) => {
    taken.total += by;
    change(taken.ofCaller, caller, by);
    change(taken.ofAddress, address, by);
  };
  count(1);
  let isOver = false;
  return () => {
    if (!isOver) count(-1);
    isOver = true;
  };
}
