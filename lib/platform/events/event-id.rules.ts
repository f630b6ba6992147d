/** The ids of a stream's events: where the controls stood when it was sent, and when, so that a stream can be taken up where it broke. */

interface Mark {
  epoch: number;
  runStops: number;
}

export function idOf({ epoch, runStops }: Mark, atMs: number): string {
  return `${epoch}.${runStops}.${atMs}`;
}

/** Reads `Last-Event-ID`; anything that is not an id of ours is none. */
export function readId(id: string | null): { mark: Mark; at: number } | undefined {
  const match = /^(\d{1,15})\.(\d{1,15})\.(\d{1,15})$/.exec(id ?? "");
  return match ? { mark: { epoch: Number(match[1]), runStops: Number(match[2]) }, at: Number(match[3]) } : undefined;
}

export function sameMark(a: Mark, b: Mark): boolean {
  return a.epoch === b.epoch && a.runStops === b.runStops;
}
