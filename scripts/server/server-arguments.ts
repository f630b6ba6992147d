import { join } from "node:path";
import { repositoryRoot } from "../paths";

export interface ServerPlace {
  port: number;
  host: string;
}

/** How much the server's heap may hold. What is alive in it is under 100 MB; told nothing, V8 lets garbage grow to several times that. */
const heapMegabytes = 1024;

/**
 * The arguments with which Node runs the server. `NODE_OPTIONS` may set another `--max-old-space-size`.
 *
 * @param nodeOptions the environment's `NODE_OPTIONS`
 */
export function serverArguments(
  command: "start" | "dev",
  { port, host }: ServerPlace,
  nodeOptions = process.env.NODE_OPTIONS ?? "",
): string[] {
  const limit = /--max[-_]old[-_]space[-_]size/.test(nodeOptions) ? [] : [`--max-old-space-size=${heapMegabytes}`];
  if (command === "start")
    return [...limit, join(repositoryRoot, "scripts", "server", "serve.mjs"), String(port), host];
  const next = join(repositoryRoot, "node_modules", "next", "dist", "bin", "next");
  return [next, command, "--port", String(port), "--hostname", host];
}
