import { seedDemo } from "../../scripts/server/demo";
import { startStack } from "../../scripts/testing/stack";

export interface Restartable {
  url: string;
  /** Ends the server as a power cut would. */
  kill(): Promise<void>;
  /** Ends the server as an upgrade would. */
  end(): Promise<void>;
  start(): Promise<void>;
  /** Ends everything and removes its files. */
  stop(): Promise<void>;
}

/** A server of the production build with the demo and these settings, on a database of its own, to be killed and started again. */
export async function startRestartable(settings: Record<string, string> = {}): Promise<Restartable> {
  const stack = await startStack(1, settings);
  const [server] = stack.servers;
  if (!server) throw new Error("The server did not start.");
  await seedDemo(process.env);
  return {
    url: server.url,
    kill: () => server.kill(),
    end: () => server.end(),
    start: () => server.start(),
    stop: () => stack.stop(),
  };
}
