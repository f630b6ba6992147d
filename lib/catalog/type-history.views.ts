import type { Page } from "@/lib/platform/common.schemas";
import { db } from "@/lib/platform/db/client";
import { NotFoundError } from "@/lib/platform/errors";
import { proposalOf } from "@/lib/versions/proposal.service";
import type { ProposalItem, ProposalQuery, VersionItem, VersionQuery } from "@/lib/versions/version.schemas";
import { differencesFrom, keptVersion, listProposals, listVersions, toProposal } from "@/lib/versions/version.views";
import type { ActionTypeProposal, ActionTypeVersion } from "./action-type.schemas";
import { costOf, entryOf, type TypeRow, withThresholds } from "./action-type.views";
import type { TypeSettings } from "./catalog.rules";
import { settingsIn, settingsOf, typeControl } from "./type-control";

async function typeRow(workspaceId: string, name: string): Promise<TypeRow> {
  const row = await db().actionType.findUnique({
    where: { workspaceId_name: { workspaceId, name } },
    include: withThresholds,
  });
  if (!row) throw new NotFoundError("This action type");
  return row;
}

/** An entry whose history has not begun has applied since it was last changed, and nobody knows who did it. */
function unkept({ version, updatedAt }: TypeRow): VersionItem {
  return {
    version,
    status: "live",
    changed: [],
    moreChanged: 0,
    author: null,
    reason: null,
    reviewer: null,
    restores: null,
    digest: null,
    proposedAt: null,
    liveAt: updatedAt.toISOString(),
    supersededAt: null,
  };
}

/** The versions of an entry, newest first. @throws 404, 400 for a cursor of another list */
export async function listTypeVersions(
  workspaceId: string,
  name: string,
  query: VersionQuery,
): Promise<Page<VersionItem>> {
  const row = await typeRow(workspaceId, name);
  const page = await listVersions(typeControl(row), query);
  return page.items.length === 0 && query.cursor === undefined ? { items: [unkept(row)], nextCursor: null } : page;
}

/** The proposals for an entry, newest first. @throws 404, 400 for a cursor of another list */
export async function listTypeProposals(
  workspaceId: string,
  name: string,
  query: ProposalQuery,
): Promise<Page<ProposalItem>> {
  const row = await typeRow(workspaceId, name);
  return listProposals(typeControl(row), row.version, query);
}

/** A proposal with the whole of what the entry would be. @throws 404 */
export async function getTypeProposal(workspaceId: string, name: string, id: string): Promise<ActionTypeProposal> {
  const row = await typeRow(workspaceId, name);
  const { content, ...proposal } = await proposalOf(db(), typeControl(row), id);
  const kept = content as Record<string, unknown>;
  return {
    ...toProposal(proposal, row.version),
    settings: { ...settingsOf(entryOf(row)), ...settingsIn(kept) },
    difference: await differencesFrom(typeControl(row), proposal.baseVersion, kept),
  };
}

/** The settings that a version has only since entries have a history, and where it differs from the one before. */
async function historyOf(type: TypeRow, version: number): Promise<Partial<ActionTypeVersion>> {
  const kept = await keptVersion(typeControl(type), version);
  const settings: Partial<TypeSettings> | null =
    kept !== null ? settingsIn(kept.content) : version === type.version ? entryOf(type) : null;
  if (settings === null) return {};
  const { confidenceThreshold, kindThresholds, reviewProbability, resourceType, resourceCaseSensitive } = settings;
  const known = { confidenceThreshold, kindThresholds, reviewProbability, resourceType, resourceCaseSensitive };
  return {
    ...(Object.fromEntries(
      Object.entries(known).filter(([, value]) => value !== undefined),
    ) as Partial<ActionTypeVersion>),
    difference: kept && (await differencesFrom(typeControl(type), version - 1, kept.content)),
  };
}

/** An entry as it was at a version. @throws 404 outside the workspace, and for a version that was not kept or never was */
export async function getActionTypeVersion(
  workspaceId: string,
  name: string,
  version: number,
): Promise<ActionTypeVersion> {
  const [type, row] = await Promise.all([
    db().actionType.findUnique({ where: { workspaceId_name: { workspaceId, name } }, include: withThresholds }),
    db().actionTypeVersion.findFirst({ where: { version, actionType: { workspaceId, name } } }),
  ]);
  if (!row || !type) throw new NotFoundError("This version of the action type");
  const { title, description, parametersSchema, zone, destructive, reversible, decideWithinSeconds, sentence, since } =
    row;
  return {
    name,
    version,
    title,
    description,
    parametersSchema: parametersSchema as Record<string, unknown>,
    zone: zone as ActionTypeVersion["zone"],
    destructive,
    reversible,
    expectedCost: costOf(row),
    decideWithinSeconds,
    sentence,
    since: since.toISOString(),
    ...(await historyOf(type, version)),
  };
}
