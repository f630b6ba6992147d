/**
 * Repeatable randomness: the same name gives the same throws, on every machine. For demo content and simulated history only;
 * never for a secret. Generator: sfc32 (Chris Doty-Humphrey, PractRand), seeded by FNV-1a over the name.
 */
export class Dice {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(readonly name: string) {
    let hash = 0x811c9dc5;
    const next = () => {
      for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
      hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
      return hash >>> 0;
    };
    this.a = next();
    this.b = next();
    this.c = next();
    for (let i = 0; i < 12; i++) this.next32();
  }

  /** A generator of its own for a part of the content, so that a change in one part leaves the others as they were. */
  fork(part: string | number): Dice {
    return new Dice(`${this.name}/${part}`);
  }

  next32(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum;
    this.c |= 0;
    return sum >>> 0;
  }

  /** Uniform in [0, 1). */
  uniform(): number {
    return this.next32() / 0x1_0000_0000;
  }

  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.uniform() * (high - low + 1));
  }

  /** A number from `low` to `high` with so many decimals. */
  decimal(low: number, high: number, decimals = 2): number {
    return Number((low + this.uniform() * (high - low)).toFixed(decimals));
  }

  pick<const T extends readonly unknown[]>(items: T): T[number] {
    if (items.length === 0) throw new RangeError("nothing to choose from");
    return items[this.int(0, items.length - 1)];
  }

  /** Each item as often as its weight says. */
  weighted<T extends { weight: number }>(items: readonly T[]): T {
    const total = items.reduce((sum, item) => sum + item.weight, 0);
    let left = this.uniform() * total;
    for (const item of items) {
      left -= item.weight;
      if (left < 0) return item;
    }
    const last = items.at(-1);
    if (!last) throw new RangeError("nothing to choose from");
    return last;
  }

  /** Standard normal (Box and Muller, 1958). */
  normal(mean = 0, deviation = 1): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return mean + deviation * radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Log-normal by its median and the deviation of its logarithm: what durations and prices look like. */
  logNormal(median: number, sigma: number): number {
    return median * Math.exp(this.normal(0, sigma));
  }

  /** A reference such as "MF-40213": fixed prefix, so many digits, the first never 0. */
  reference(prefix: string, digits: number): string {
    const low = 10 ** (digits - 1);
    return `${prefix}${this.int(low, low * 10 - 1)}`;
  }

  bytes(count: number): Uint8Array<ArrayBuffer> {
    return Uint8Array.from({ length: count }, () => this.next32() & 0xff);
  }
}
