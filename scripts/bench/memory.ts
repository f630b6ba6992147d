import { readFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import type { ServerProcess } from "../testing/stack";

/** Resident memory of a process in MB (10^6 bytes), from the kernel; from `ps` where there is no /proc. */
export function residentMegabytes(server: ServerProcess): number {
  try {
    const match = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.pid()}/status`, "utf8"));
    if (match) return (Number(match[1]) * 1024) / 1e6;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  return (
    (Number(execFileSync("ps", ["-o", "rss=", "-p", String(server.pid())], { encoding: "utf8" }).trim()) * 1024) / 1e6
  );
}
