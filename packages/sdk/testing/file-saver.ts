/** A checkpointer in a file, which several processes share: every access reads what is there, and what changes it does so under a lock. */
import { existsSync, readFileSync, readlinkSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { MemorySaver } from "@langchain/langgraph";

type Tuples = Pick<MemorySaver, "storage" | "writes">;

const lockPauseMs = 5;

function revive(_key: string, value: unknown): unknown {
  const bytes = typeof value === "object" && value !== null && "$bytes" in value ? value.$bytes : undefined;
  return typeof bytes === "string" ? new Uint8Array(Buffer.from(bytes, "base64")) : value;
}

function flatten(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? { $bytes: Buffer.from(value).toString("base64") } : value;
}

/** Takes the lock, a link that says whose it is: that of a process which was killed counts for nothing. */
function locked(lock: string): boolean {
  try {
    symlinkSync(String(process.pid), lock);
    return true;
  } catch {
    if (!holderLives(lock)) rmSync(lock, { force: true });
    return false;
  }
}

function holderLives(lock: string): boolean {
  try {
    process.kill(Number(readlinkSync(lock)), 0);
    return true;
  } catch (error) {
    // Released in this moment, or the process is gone.
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}

export class FileSaver extends MemorySaver {
  constructor(private readonly path: string) {
    super();
  }

  private read(): void {
    if (!existsSync(this.path)) return;
    const kept = JSON.parse(readFileSync(this.path, "utf8"), revive) as Tuples;
    this.storage = kept.storage;
    this.writes = kept.writes;
  }

  private async changing<T>(work: () => Promise<T>): Promise<T> {
    const lock = `${this.path}.lock`;
    while (!locked(lock)) await sleep(lockPauseMs);
    try {
      this.read();
      const result = await work();
      writeFileSync(`${this.path}.new`, JSON.stringify({ storage: this.storage, writes: this.writes }, flatten));
      renameSync(`${this.path}.new`, this.path);
      return result;
    } finally {
      rmSync(lock);
    }
  }

  override getTuple(...args: Parameters<MemorySaver["getTuple"]>): ReturnType<MemorySaver["getTuple"]> {
    this.read();
    return super.getTuple(...args);
  }

  override async *list(...args: Parameters<MemorySaver["list"]>): ReturnType<MemorySaver["list"]> {
    this.read();
    yield* super.list(...args);
  }

  override put(...args: Parameters<MemorySaver["put"]>): ReturnType<MemorySaver["put"]> {
    return this.changing(() => super.put(...args));
  }

  override putWrites(...args: Parameters<MemorySaver["putWrites"]>): ReturnType<MemorySaver["putWrites"]> {
    return this.changing(() => super.putWrites(...args));
  }
}
