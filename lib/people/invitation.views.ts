import type { Page } from "@/lib/platform/common.schemas";
import { decodeCursor, encodeCursor } from "@/lib/platform/cursor";
import { db } from "@/lib/platform/db/client";
import type { Role } from "@/lib/platform/permissions.rules";
import type { Invitation, InvitationQuery } from "./invitation.schemas";

interface Row {
  id: string;
  email: string;
  role: string;
  teamIds: string[];
  invitedById: string;
  createdAt: Date;
  expiresAt: Date;
  acceptedAt: Date | null;
  revokedAt: Date | null;
}

function stateOf(row: Row, now: Date): Invitation["state"] {
  if (row.acceptedAt) return "accepted";
  if (row.revokedAt) return "revoked";
  return row.expiresAt <= now ? "expired" : "open";
}

export function asInvitation(row: Row, invitedByName: string, now: Date): Invitation {
  return {
    id: row.id,
    email: row.email,
    role: row.role as Role,
    teamIds: row.teamIds,
    state: stateOf(row, now),
    invitedBy: { id: row.invitedById, name: invitedByName },
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    acceptedAt: row.acceptedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}

/** Invitations of a workspace, newest first. */
export async function listInvitations(workspaceId: string, query: InvitationQuery): Promise<Page<Invitation>> {
  const after = decodeCursor(query.cursor, ["text"]);
  const now = new Date();
  const rows = await db().invitation.findMany({
    where: {
      workspaceId,
      ...(query.state === "open" ? { acceptedAt: null, revokedAt: null, expiresAt: { gt: now } } : {}),
      ...(after ? { id: { lt: String(after[0]) } } : {}),
    },
    orderBy: { id: "desc" },
    take: query.limit + 1,
  });
  const shown = rows.slice(0, query.limit);
  const inviters = await db().person.findMany({
    where: { id: { in: shown.map((r) => r.invitedById) } },
    select: { id: true, name: true },
  });
  const names = new Map(inviters.map((p) => [p.id, p.name]));
  const last = rows.length > query.limit ? shown.at(-1) : undefined;
  return {
    items: shown.map((row) => asInvitation(row, names.get(row.invitedById) ?? "", now)),
    nextCursor: last ? encodeCursor([last.id]) : null,
  };
}
