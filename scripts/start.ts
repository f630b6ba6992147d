import { setTimeout as sleep } from "node:timers/promises";
import { dataDirectory } from "./paths";
import { portTaken } from "./postgres/cluster";
import { startEmbeddedPostgres } from "./postgres/embedded";
import { databaseSettings, givenUrls, warnOfRights, type DatabaseUrls } from "./postgres/roles";
import { checkDatabase } from "./postgres/suitability";
import { generateClient } from "./prisma/generate";
import { migrate } from "./prisma/migrate";
import { buildIfStale } from "./server/build";
import { demoSignIns, seedDemo } from "./server/demo";
import { warnOfClock } from "./server/clock";
import { untilHealthy } from "./server/health";
import { holdFolder } from "./server/lock";
import { refuseOlderDatabase } from "./server/older-database";
import { sayAsIsFit } from "./server/say";
import { authSecret } from "./server/secrets";
import { serverArguments } from "./server/server-arguments";
import { checkDataFolder, folderFault, startSettings, type StartSettings } from "./server/settings";
import { supervise } from "./server/supervised";

// npm start, and with --dev npm run dev: database, migrations, demo, build, server. Ends with SIGTERM or SIGINT.

const development = process.argv.includes("--dev");
await sayAsIsFit();
const say = (message: string): void => console.log(message);
/** What runs now, in the order in which it was started; stopped in the reverse one. */
const running: { expectEnd?(): void; stop(): Promise<void> }[] = [];
const given = { up: false };
const calledOff = new AbortController();

async function start(): Promise<void> {
  const settings = startSettings(process.env);
  const { port, host, url, demo } = settings;
  const data = dataFolder();
  if (!process.env.DATABASE_URL) {
    const holder = await holdFolder(data, `process ${process.pid}, ${url}`);
    if (holder) {
      throw new Error(
        `Signalbox already runs on ${data} (${holder}).\n` +
          "Stop it first. A second installation needs a SIGNALBOX_DATA_DIR and a PORT of its own;\n" +
          "a second instance of the same one needs the same DATABASE_URL and another PORT.",
      );
    }
  }
  await untilPortFree(settings);
  const database = givenUrls(process.env);
  for (const address of new Set(Object.values(database ?? {}))) await checkDatabase(address, settings.poolSize, say);

  if (development) await generateClient();
  else await buildIfStale(() => say("Building for production; this takes about a minute, once…"));

  const urls = database ?? (await startDatabase(data));
  const { SIGNALBOX_DATABASE_OWNER_URL: _owner, ...inherited } = process.env;
  const env: NodeJS.ProcessEnv = {
    ...inherited,
    ...databaseSettings(urls),
    SIGNALBOX_DATA_DIR: data,
    SIGNALBOX_DEMO: demo ? "1" : "0",
    AUTH_SECRET: authSecret(data),
    NEXTAUTH_URL: url,
    PORT: String(port),
    NODE_ENV: development ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
  };
  const applied = await migrate(urls.owner);
  if (applied.length > 0) say(`Database migrated: ${applied.join(", ")}.`);
  await refuseOlderDatabase(urls.application, data);
  for (const warning of [await warnOfRights(urls.application), await warnOfClock(urls.application)])
    if (warning) say(warning);
  if (demo) await seedDemo(env);
  if (given.up) return;

  running.push(
    supervise({
      name: "The server",
      args: serverArguments(development ? "dev" : "start", { port, host }),
      env,
      onEvent: say,
    }),
  );
  const reachable = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  await untilHealthy(`http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${port}`, 180_000, given);
  if (given.up) return;
  say(`\nSignalbox is ready at ${url}`);
  if (demo) say(demoSignIns());
}

/** The data folder, made when missing and tried. */
function dataFolder(): string {
  const wanted = process.env.SIGNALBOX_DATA_DIR || ".data";
  let folder: string;
  try {
    folder = dataDirectory();
  } catch (error) {
    throw new Error(folderFault(wanted, error), { cause: error });
  }
  checkDataFolder(folder);
  return folder;
}

async function startDatabase(data: string): Promise<DatabaseUrls> {
  const starting = startEmbeddedPostgres(data, { onEvent: say, signal: calledOff.signal });
  // Known before it is up, so that a signal during its start stops it too.
  running.push({
    expectEnd: () =>
      void starting.then(
        (server) => server.expectEnd(),
        () => undefined,
      ),
    stop: () =>
      starting.then(
        (server) => server.stop(),
        () => undefined,
      ),
  });
  return (await starting).roles;
}

/** A server whose parent was killed goes as soon as it comes to; anything else keeps the port, and is named as the reason. */
async function untilPortFree({ port, host }: StartSettings): Promise<void> {
  for (let attempt = 0; attempt < 120 && !given.up; attempt++) {
    if (!(await portTaken(port, host))) return;
    if (attempt === 8)
      say(`Port ${port} is taken. Waiting half a minute, in case a server of an earlier start is still ending…`);
    await sleep(250);
  }
  if (!given.up) throw new Error(`Port ${port} is taken by another program. Stop it, or set PORT.`);
}

let ending: Promise<void> | undefined;

/** Stops everything, last started first. A second call waits for the first. */
function end(exitCode: number): Promise<void> {
  ending ??= (async () => {
    given.up = true;
    calledOff.abort();
    for (const part of running) part.expectEnd?.();
    for (const part of running.reverse()) await part.stop();
    process.exit(exitCode);
  })();
  return ending;
}

for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => void end(0));

// npm runs us as its child and does not tell when it is killed outright. Nobody could stop us by it any more: we end too.
if (process.env.npm_lifecycle_event) {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) void end(0);
  }, 500).unref();
}

try {
  await start();
} catch (error) {
  if (!given.up) console.error(error instanceof Error ? error.message : error);
  await end(1);
}
