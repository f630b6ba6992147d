import type { CatalogType } from "@/lib/catalog/catalog.rules";
import type { Dice } from "@/lib/demo/dice.rules";
import type { Mailbox, StoryAgent } from "@/lib/demo/story.rules";
import { compileControls, controlsWith } from "@/lib/judging/control-source.rules";
import { controlSources } from "@/lib/gate/interlocks.rules";
import { stopsInForce } from "@/lib/gate/interlocks/stop/stops-in-force.rules";
import type { Snapshot } from "@/lib/gate/judge.rules";
import type { Principal } from "@/lib/keys/principal.rules";
import type { ActiveStop, StopScopeType } from "@/lib/scopes/stop.rules";
import type { BatchWriter } from "./batch-writer";

export interface CastPerson {
  id: string;
  name: string;
  mailbox: Mailbox;
}

/** The controls from a moment on, until the next change. */
export interface Controls extends Snapshot {
  from: number;
}

/** A seeded workspace: who is in it, and what its controls were at any time. */
export interface Cast {
  workspaceId: string;
  slug: string;
  auditOrigin: string;
  writer: BatchWriter;
  dice: Dice;
  people: ReadonlyMap<Mailbox, CastPerson>;
  principals: ReadonlyMap<string, Principal>;
  agents: ReadonlyMap<string, StoryAgent>;
  types: ReadonlyMap<string, CatalogType>;
  graceSeconds: number;
  permitTtlSeconds: number;
  /** In the order of time. */
  controls: Controls[];
}

export function principalOf(cast: Cast, agent: string): Principal {
  const found = cast.principals.get(agent);
  if (!found) throw new Error(`${cast.slug} has no agent ${agent}`);
  return found;
}

export function personOf(cast: Cast, mailbox: Mailbox): CastPerson {
  const found = cast.people.get(mailbox);
  if (!found) throw new Error(`${cast.slug} has no ${mailbox}`);
  return found;
}

/** The controls that an action asked at this moment was judged by. */
export function controlsAt(cast: Cast, at: number): Controls {
  const found = cast.controls.findLast((c) => c.from <= at);
  if (!found) throw new Error("nothing was judged before the workspace was");
  return found;
}

/** Moves the epoch, as every control change does. */
export function changeControls(cast: Cast, from: number, stops: readonly ActiveStop[]): Controls {
  const last = cast.controls.at(-1);
  const controls = { ...compileControls(controlSources), ...controlsWith(stopsInForce, stops) };
  const next: Controls = { from, epoch: (last?.epoch ?? 0) + 1, types: cast.types, controls };
  cast.controls.push(next);
  return next;
}

export interface SeededStop {
  id: string;
  workspace_id: string;
  scope_type: StopScopeType;
  scope_id: string | null;
  reason: string;
  epoch: number;
  pulled_by_type: string;
  pulled_by_id: string;
  pulled_by_name: string;
  pulled_at: string;
  rearmed_by_id: string | null;
  rearmed_by_name: string | null;
  rearmed_at: string | null;
  standing: "pulled" | "rearmed";
  rearm_reason: string | null;
}
