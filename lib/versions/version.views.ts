import type { Page } from "@/lib/platform/common.schemas";
import { decodeCursor, encodeCursor } from "@/lib/platform/cursor";
import { db, type Prisma } from "@/lib/platform/db/client";
import type { Content, Control } from "./control";
import { differencesOf } from "./difference.rules";
import { isStale, type VersionStatus } from "./version.rules";
import type { ControlDifferences, ProposalItem, ProposalQuery, VersionItem, VersionQuery } from "./version.schemas";

/** The highest number that a version can have. */
const newest = 2 ** 31 - 1;

/** A row without its content, which may be large. */
const light = { content: true } as const satisfies Prisma.ControlVersionOmit;
type Row = Omit<Prisma.ControlVersionGetPayload<object>, "content">;

const named = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? "" });

function lifeOf(row: Row) {
  return {
    changed: row.changed,
    moreChanged: row.moreChanged,
    author: named(row.authorId, row.authorName),
    reason: row.reason,
    reviewer: named(row.reviewerId, row.reviewerName),
    restores: row.restores,
  };
}

function versionOf(row: Row): VersionItem {
  return {
    version: row.version ?? 0,
    status: row.status === "live" ? "live" : "superseded",
    ...lifeOf(row),
    digest: row.digest,
    proposedAt: row.reviewerId === null ? null : row.createdAt.toISOString(),
    liveAt: (row.liveAt ?? row.createdAt).toISOString(),
    supersededAt: row.supersededAt?.toISOString() ?? null,
  };
}

/** A proposal as the API shows it. @param liveVersion the version that applies now */
export function toProposal(row: Row, liveVersion: number): ProposalItem {
  return {
    id: row.id,
    status: row.status as VersionStatus,
    version: row.version,
    baseVersion: row.baseVersion,
    stale: row.status === "proposed" && isStale(row, liveVersion),
    ...lifeOf(row),
    proposedAt: row.createdAt.toISOString(),
    reviewedAt: row.reviewedAt?.toISOString() ?? null,
    reviewReason: row.reviewReason,
  };
}

/** The first of these as a page. */
function pageOf<R, T>(
  rows: readonly R[],
  limit: number,
  show: (row: R) => T,
  keyOf: (row: R) => string | number,
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return { items: shown.map(show), nextCursor: last === undefined ? null : encodeCursor([keyOf(last)]) };
}

/** The versions of a control, newest first; none where its history has not begun. @throws 400 for a cursor of another list */
export async function listVersions(control: Control, { cursor, limit }: VersionQuery): Promise<Page<VersionItem>> {
  const [before] = decodeCursor(cursor, ["integer"]) ?? [];
  const rows = await db().controlVersion.findMany({
    where: {
      ...control,
      version: before === undefined ? { not: null } : { lt: Math.max(Math.min(Number(before), newest), 0) },
    },
    omit: light,
    orderBy: { version: "desc" },
    take: limit + 1,
  });
  return pageOf(rows, limit, versionOf, (row) => row.version ?? 0);
}

/** The proposals for a control in one state, newest first. @throws 400 for a cursor of another list */
export async function listProposals(
  control: Control,
  liveVersion: number,
  { cursor, limit, status }: ProposalQuery,
): Promise<Page<ProposalItem>> {
  const [before] = decodeCursor(cursor, ["text"]) ?? [];
  const rows = await db().controlVersion.findMany({
    where: {
      ...control,
      status,
      ...(before === undefined ? {} : { id: { lt: String(before) } }),
      OR: [{ version: null }, { reviewerId: { not: null } }],
    },
    omit: light,
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  return pageOf(
    rows,
    limit,
    (row) => toProposal(row, liveVersion),
    (row) => row.id,
  );
}

/** A version with its whole content; null where it was not kept. */
export async function keptVersion(control: Control, version: number) {
  const row = await db().controlVersion.findFirst({ where: { ...control, version } });
  return row && { ...versionOf(row), content: row.content as Content };
}

/** Where a content differs from a version; null where that version was not kept. */
export async function differencesFrom(
  control: Control,
  version: number | null,
  content: Content,
): Promise<ControlDifferences | null> {
  if (version === null) return null;
  const from = await db().controlVersion.findFirst({ where: { ...control, version }, select: { content: true } });
  return from && differencesOf(from.content, content);
}
