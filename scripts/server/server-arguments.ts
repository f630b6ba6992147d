import { join } from "node:path";
import { repositoryRoot } from "../paths";

export interface ServerPlace {
  port: number;
  host: string;
}

/** How much the server's heap may hold. What is alive in it is under 100 MB; told nothing, V8 lets garbage grow to several times that. */
const heapMegabytes = 1024;
/**
 * Where new objects live. A request's objects outlive many a collection at Node's usual 16 MB, which then copies them again and again:
 * collecting took 11 % of the server's time. With room for them to die in, 5 to 10 % more is judged a second (docs/benchmarks.md).
 */
const semiSpaceMegabytes = 64;

/**
 * The arguments with which Node runs the server. `NODE_OPTIONS` may set another `--max-old-space-size` or `--max-semi-space-size`.
 *
 * @param nodeOptions the environment's `NODE_OPTIONS`
 */
export function serverArguments(
  command: "start" | "dev",
  { port, host }: ServerPlace,
  nodeOptions = process.env.NODE_OPTIONS ?? "",
): string[] {
  const sizes = { "max-old-space-size": heapMegabytes, "max-semi-space-size": semiSpaceMegabytes };
  const limits = Object.entries(sizes).flatMap(([name, megabytes]) =>
    new RegExp(`--${name.replaceAll("-", "[-_]")}`).test(nodeOptions) ? [] : [`--${name}=${megabytes}`],
  );
  if (command === "start")
    return [...limits, join(repositoryRoot, "scripts", "server", "serve.mjs"), String(port), host];
  const next = join(repositoryRoot, "node_modules", "next", "dist", "bin", "next");
  return [next, command, "--port", String(port), "--hostname", host];
}
