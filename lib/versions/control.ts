import { createHash } from "node:crypto";
import { canonicalBytes } from "@/lib/platform/canonical-json.rules";
import type { Prisma } from "@/lib/platform/db/client";
import { newId } from "@/lib/platform/ids";
import { changedPaths } from "./difference.rules";

/** One control of one kind: what its versions are of. */
export interface Control {
  workspaceId: string;
  /** Which kind, such as `action_type`; each kind is one domain's. */
  kind: string;
  subjectId: string;
}

/** The whole of a control at one version, as JSON: what its domain makes of it is the domain's. */
export type Content = Readonly<Record<string, unknown>>;

/** What applies now, as its domain reads it under the lock that it changes it under. */
export interface Live {
  version: number;
  content: Content;
  since: Date;
}

/** Who does something, as it is kept: by id, and by name as it was then. */
export interface By {
  id: string;
  name: string;
}

export function by({ personId, personName }: { personId: string; personName: string }): By {
  return { id: personId, name: personName };
}

/** What every new row says of its content and of where it differs from another. */
export function rowOf(control: Control, content: Content, from: Content | null) {
  const changed = from === null ? { items: [], more: 0 } : changedPaths(from, content);
  return {
    ...control,
    id: newId("controlVersion"),
    content: content as Prisma.InputJsonObject,
    digest: createHash("sha256").update(canonicalBytes(content)).digest("hex"),
    changed: changed.items,
    moreChanged: changed.more,
  };
}
