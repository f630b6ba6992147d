import type { WorkspaceEvent } from "./bus";

/** A change's name: what it happened to, and what happened, in the past tense. */
export type ChangeName = `${string}.${string}`;

interface Told {
  /** What `data` holds, in Markdown. */
  data: string;
  /** Who hears it. */
  to: "everybody" | "agents" | "people";
  /** When it is sent. */
  when: string;
}

const ofChange = "`subjectId`, `event`";

/** The events of a stream by name. A stream sends no other, but to people every change under its own name. */
export const streamEvents = {
  heartbeat: {
    to: "everybody",
    data: "`at`, `epoch`, `runStops`",
    when: "At least every 5 s: where the workspace's controls stand. Whoever kept another `epoch` or `runStops` asks which stops hold.",
  },
  unknown: {
    to: "everybody",
    data: "`at`",
    when: "In place of a heartbeat while the database cannot be asked: nothing is known of the controls.",
  },
  "stop.changed": {
    to: "everybody",
    data: `${ofChange}; with the event \`controls.changed\` a \`subjectId\` that is null, and \`epoch\` and \`runStops\``,
    when: "A stop was pulled, re-armed or archived, an agent was changed, or the controls moved in another way.",
  },
  "action.decided": {
    to: "everybody",
    data: ofChange,
    when: "An action was decided: for agents one of their own (with the token of a run, one asked in that run or under it), also one decided while they were away (`Last-Event-ID`).",
  },
  "action.questioned": {
    to: "everybody",
    data: ofChange,
    when: "A person asks the agent about an action: for agents about one of their own (with the token of a run, one asked in that run or under it), also one asked while they were away (`Last-Event-ID`).",
  },
  "stream.ending": {
    to: "everybody",
    data: "`reason`, `detail`",
    when: "The instance stops, and the stream with it: connect again.",
  },
  "stream.resumed": {
    to: "people",
    data: ofChange,
    when: "Something was recorded since the moment that `Last-Event-ID` names: what is shown is read again.",
  },
  "set_aside.changed": {
    to: "people",
    data: ofChange,
    when: "The person whose stream it is has set an action aside, or brought it back. Nobody else hears of it.",
  },
  "job.progressed": {
    to: "people",
    data: ofChange,
    when: "A job that the person whose stream it is asked for has got further. Nobody else hears of it.",
  },
  "presence.changed": { to: "people", data: ofChange, when: "Somebody opened or left an action." },
} as const satisfies Record<string, Told>;

/** What a stream may send: an event of the list, or a change's own name. */
export type StreamEventName = keyof typeof streamEvents | ChangeName;

export interface StreamMessage {
  event: StreamEventName;
  data: Record<string, unknown>;
}

/** Whose stream it is. */
export interface Listener {
  workspaceId: string;
  /** Set for agents, which hear of their own actions only. */
  agentId?: string;
  /** Set for people. */
  personId?: string;
}

/** What an agent hears of its own actions. */
const ofOwnAction: readonly string[] = ["action.decided", "action.questioned"];

/** What of the workspace's changes is reported to this listener, and under which name. */
export function messageFor(
  listener: Listener,
  { workspaceId, event, subjectId, agentId, personId }: WorkspaceEvent,
): StreamMessage | undefined {
  if (workspaceId !== listener.workspaceId || (personId !== undefined && personId !== listener.personId))
    return undefined;
  const data = { subjectId, event };
  if (event.startsWith("stop.") || event === "agent.updated") return { event: "stop.changed", data };
  if (listener.agentId === undefined) return { event, data };
  return ofOwnAction.includes(event) && agentId === listener.agentId ? { event, data } : undefined;
}

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

/** The list as a Markdown table. */
export function eventTable(): string {
  const rows = Object.entries<Told>(streamEvents).map(([name, { data, to, when }]) =>
    row([`\`${name}\``, to, data, when]),
  );
  return [
    row(["Event", "For", "Data", "When"]),
    row(["---", "---", "---", "---"]),
    ...rows,
    row([
      "a change's name",
      "people",
      ofChange,
      "Any other change, under the name of its audit entry, such as `action.requested`.",
    ]),
  ].join("\n");
}
