import { spawn } from "node:child_process";
import { createWriteStream, readFileSync } from "node:fs";
import { repositoryRoot } from "../paths";
import { freePort } from "../postgres/cluster";
import { openTemporaryFolder } from "../vitest/temporary-folder";

export interface Installation {
  url: string;
  /** Where its files are: secrets, keys, database. */
  dataDirectory: string;
  /** Process id of `npm start`. */
  pid: number;
  stop(): Promise<void>;
}

/**
 * Starts Signalbox exactly as `npm start` does, on a free port, with a fresh data folder and the demo in it.
 * Everything it prints goes to `logFile`.
 *
 * @throws when it is not ready within five minutes; the message carries the end of the log
 */
export async function startInstallation(logFile: string, settings: Record<string, string> = {}): Promise<Installation> {
  const folder = await openTemporaryFolder();
  const port = await freePort();
  const {
    DATABASE_URL: _database,
    SIGNALBOX_URL: _url,
    NEXTAUTH_URL: _authUrl,
    HOST: _host,
    npm_lifecycle_event: _npm,
    ...inherited
  } = process.env;
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/start.ts"], {
    cwd: repositoryRoot,
    env: {
      ...inherited,
      SIGNALBOX_LOG_LEVEL: "warn",
      SIGNALBOX_METRICS_TOKEN: "token-of-the-tests",
      ...settings,
      PORT: String(port),
      SIGNALBOX_DATA_DIR: folder.path,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const log = createWriteStream(logFile);
  const gone = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await gone;
    log.end();
    await folder.remove();
  };

  let output = "";
  const ready = new Promise<boolean>((resolve) => {
    const deadline = setTimeout(() => resolve(false), 300_000);
    void gone.then(() => resolve(false)).finally(() => clearTimeout(deadline));
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        log.write(chunk);
        output += output.length < 1_000_000 ? chunk.toString() : "";
        if (output.includes("Signalbox is ready at")) resolve(true);
      });
    }
  });
  if (!(await ready)) {
    await stop();
    throw new Error(
      `Signalbox did not start. The end of its log:\n${readFileSync(logFile, "utf8").trim().split("\n").slice(-20).join("\n")}`,
    );
  }
  return { url: `http://localhost:${port}`, dataDirectory: folder.path, pid: child.pid ?? 0, stop };
}
