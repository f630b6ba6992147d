/**
 * What a thread's checkpoints say: what it waits for, and which agent waits. The interrupts of an agent inside a tool come up to the outer graph,
 * which is the one to resume; but the calls they speak of stand in the inner agent's messages, which the same checkpointer keeps in a place of their own.
 */
import { SignalboxError } from "./errors.ts";

/** The part of an agent that is used here: what `createAgent` returns, or a compiled graph. */
export interface Resumable<Result> {
  graph?: Snapshots;
  getState?: unknown;
  invoke(input: unknown, config?: unknown): Promise<Result>;
}

interface Snapshots {
  getState(config: unknown): Promise<unknown>;
}

type Values = Record<string, unknown>;

/** An interrupt of the graph, and the task of it that raised it or in which it was raised. */
export interface Waiting {
  id: string | undefined;
  value: unknown;
  task: { id: string; name: string };
}

export interface Thread {
  /** The nodes that would run next. */
  next: string[];
  values: Values;
  waiting: Waiting[];
}

/** @throws {TypeError} for what is neither an agent nor a graph */
export async function readThread(agent: Resumable<unknown>, config: unknown): Promise<Thread> {
  const graph: unknown = agent.graph ?? agent;
  if (!hasSnapshots(graph)) throw new TypeError("Give the agent that createAgent returned, or a compiled graph.");
  const snapshot = objectOf(await graph.getState(config));
  const waiting = objectsOf(snapshot["tasks"]).flatMap((task) =>
    objectsOf(task["interrupts"]).map(
      ({ id, value }): Waiting => ({
        id: typeof id === "string" ? id : undefined,
        value,
        task: { id: String(task["id"]), name: String(task["name"]) },
      }),
    ),
  );
  return { values: objectOf(snapshot["values"]), next: listOf(snapshot["next"]).map(String), waiting };
}

/**
 * The state of the agent inside a tool that raised this interrupt; undefined where none did, so that it is the graph's own.
 * @throws {SignalboxError} `left_in_the_middle` when that agent has been answered and has gone on since, though the graph has not heard of it
 */
export async function valuesInside(
  agent: Resumable<unknown>,
  config: unknown,
  { id, task }: Waiting,
): Promise<Values | undefined> {
  const checkpoints = checkpointerOf(agent, config);
  if (checkpoints === undefined || id === undefined) return undefined;
  // What is inside has checkpoints of its own, whichever of the outer ones is named.
  const { checkpoint_id: _outer, ...thread } = configurableOf(config);
  const outermost = `${task.name}:${task.id}`;
  const read = async (place: string) =>
    placeOf(place, await checkpoints.getTuple({ configurable: { ...thread, checkpoint_ns: place } }));
  if ((await read(outermost)) === undefined) return undefined;
  const names = new Set<string>();
  for await (const tuple of checkpoints.list({ configurable: { thread_id: thread["thread_id"] } })) {
    const place = configurableOf(objectOf(tuple)["config"])["checkpoint_ns"];
    if (typeof place === "string" && (place === outermost || place.startsWith(`${outermost}|`))) names.add(place);
  }
  const places = (await Promise.all([...names].map(read))).filter((place) => place !== undefined);
  // From task to task inwards: every agent between has a note of the interrupt, and the innermost one raised it.
  let raisedIn: Place | undefined;
  for (
    let within = places.filter(isInside(task.id));
    within.length > 0;
    within = places.filter(isInside(raisedIn.taskOf.get(id)))
  ) {
    raisedIn = within.find(({ taskOf }) => taskOf.has(id));
    if (raisedIn === undefined)
      throw leftInTheMiddle(`in an agent inside ${task.name}, which was answered and has gone on`);
  }
  return raisedIn?.values;
}

/** What to do with a thread that waits for nobody and is not at its end: its process died, or another one is at it. */
export function leftInTheMiddle(where: string): SignalboxError {
  return new SignalboxError(
    "left_in_the_middle",
    `The thread waits for no decision, but is not at its end: it was left ${where}. If another process is at it, let that one finish. If its process is gone, go on with ` +
      "oversight.invoke(agent, null, config): calls that had not begun run on their decisions, and of those whose permit was used the model hears that they may have run and what to look at.",
  );
}

interface Checkpointer {
  getTuple(config: unknown): Promise<unknown>;
  list(config: unknown): AsyncIterable<unknown>;
}

/** Where an agent inside a tool is kept: its state as it stands now. */
interface Place {
  name: string;
  values: Values;
  /** Which of its tasks waits, by the id of the interrupt. */
  taskOf: Map<string, string>;
}

function placeOf(name: string, stored: unknown): Place | undefined {
  if (!isObject(stored)) return undefined;
  const interrupted = listOf(stored["pendingWrites"]).filter(
    (write): write is [string, string, unknown] => Array.isArray(write) && write[1] === "__interrupt__",
  );
  const taskOf = new Map(
    interrupted.flatMap(([taskId, , raised]) =>
      objectsOf(Array.isArray(raised) ? raised : [raised]).map(({ id }) => [String(id), taskId] as const),
    ),
  );
  return { name, values: objectOf(objectOf(stored["checkpoint"])["channel_values"]), taskOf };
}

/** Places are named by the tasks around them, `name:id`, outermost first; a number follows where one task runs several agents. */
function isInside(taskId: string | undefined): (place: Place) => boolean {
  return ({ name }) => taskId !== undefined && name.replace(/\|\d+$/, "").endsWith(`:${taskId}`);
}

function checkpointerOf(agent: Resumable<unknown>, config: unknown): Checkpointer | undefined {
  return [configurableOf(config)["__pregel_checkpointer"], objectOf(agent.graph ?? agent)["checkpointer"]].find(
    isCheckpointer,
  );
}

function isCheckpointer(value: unknown): value is Checkpointer {
  return isObject(value) && typeof value["getTuple"] === "function" && typeof value["list"] === "function";
}

function hasSnapshots(value: unknown): value is Snapshots {
  return isObject(value) && typeof value["getState"] === "function";
}

function configurableOf(config: unknown): Values {
  return objectOf(objectOf(config)["configurable"]);
}

function objectOf(value: unknown): Values {
  return isObject(value) ? value : {};
}

function objectsOf(value: unknown): Values[] {
  return listOf(value).filter(isObject);
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function isObject(value: unknown): value is Values {
  return typeof value === "object" && value !== null;
}
