import pg from "pg";
import { env } from "@/lib/platform/env";
import { logger } from "@/lib/platform/logger";
import { backoffMs } from "@/lib/platform/retry";
import { publish } from "./bus";
import { notificationChannel, unpackEvents } from "./notification";

const backoff = { firstMs: 250, mostMs: 1_000 };

/**
 * Listens for other instances' hints and puts them on this process's bus. A lost hint loses nothing but speed: whoever waits reads
 * the database anyway. @returns a function that ends it
 */
export function startListener(): () => Promise<void> {
  let client: pg.Client | undefined;
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;

  const again = () => {
    if (!ended) timer = setTimeout(() => void connect(), backoffMs(failures, backoff));
    failures += 1;
  };
  const connect = async () => {
    const made = new pg.Client({
      connectionString: env().DATABASE_URL,
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    });
    client = made;
    let lost = false;
    const onLost = () => {
      if (lost) return;
      lost = true;
      made.removeAllListeners("notification");
      again();
    };
    made.on("error", onLost);
    made.on("end", onLost);
    made.on("notification", ({ payload }) => {
      for (const event of unpackEvents(payload ?? "")) publish(event);
    });
    try {
      await made.connect();
      await made.query(`LISTEN ${notificationChannel}`);
      failures = 0;
    } catch (error) {
      logger().warn({ err: error }, "cannot listen for other instances yet");
      onLost();
    }
  };
  void connect();
  return async () => {
    ended = true;
    clearTimeout(timer);
    await client?.end().catch((error: unknown) => logger().debug({ err: error }, "listener already closed"));
  };
}
