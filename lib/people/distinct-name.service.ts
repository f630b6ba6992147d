import unhomoglyph from "unhomoglyph";
import { recordEntry } from "@/lib/audit/audit.service";
import type { Tx } from "@/lib/platform/db/client";

/**
 * What a name looks like: two names that share one of these cannot be told apart by eye (skeletons of Unicode Technical Standard 39, section
 * 4, with its table of confusables), in whatever case and with whatever invisible characters, accents excepted. There are two, since a
 * letter is confused as it stands ("I" with "l") and in the other case ("I" with "i").
 */
export function looksOf(name: string): string[] {
  const drawn = (text: string) => unhomoglyph(text.normalize("NFKD")).normalize("NFKD");
  const visible = name
    .replace(/\p{Default_Ignorable_Code_Point}/gu, "")
    .replace(/\s+/gu, " ")
    .trim();
  return [drawn(drawn(visible).toLowerCase()), drawn(visible.toLowerCase())];
}

/** Serialises whatever gives a person a name or a workspace, until the commit: two who take one name at the same moment are told apart. */
async function holdNames(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('signalbox people names'))`;
}

interface NamedMember {
  id: string;
  name: string;
  email: string;
}

async function othersIn(tx: Tx, workspaceIds: readonly string[], personId: string): Promise<NamedMember[]> {
  const members = await tx.membership.findMany({
    where: { workspaceId: { in: [...workspaceIds] }, personId: { not: personId } },
    select: { person: { select: { id: true, name: true, email: true } } },
  });
  return members.map((member) => member.person);
}

/**
 * Whether somebody may be called so: not like another member, active or not, of one of the workspaces, and not like another's address.
 * Holds until the transaction ends.
 */
export async function isDistinctName(
  tx: Tx,
  { personId, name, workspaceIds }: { personId: string; name: string; workspaceIds: readonly string[] },
): Promise<boolean> {
  await holdNames(tx);
  const wanted = looksOf(name);
  const others = await othersIn(tx, workspaceIds, personId);
  return !others.some((other) =>
    [...looksOf(other.name), ...looksOf(other.email)].some((look) => wanted.includes(look)),
  );
}

/** The name itself where it is distinct, else with the address behind it, which is nobody else's: for who cannot be asked for another one. */
async function toldApart(
  tx: Tx,
  person: { personId: string; name: string; email: string; workspaceIds: readonly string[] },
): Promise<string> {
  return (await isDistinctName(tx, person)) ? person.name : `${person.name} (${person.email})`;
}

/** The workspaces in which a person has a name to be told by. */
export async function workspacesNaming(tx: Tx, personId: string): Promise<string[]> {
  const memberships = await tx.membership.findMany({ where: { personId }, select: { workspaceId: true } });
  return memberships.map((membership) => membership.workspaceId);
}

/**
 * Gives somebody who joins without being asked, through an identity provider, a name that is not taken for another member's. Its own entry
 * says so where the name changes.
 */
export async function tellApart(
  tx: Tx,
  { personId, workspaceId }: { personId: string; workspaceId: string },
): Promise<void> {
  const person = await tx.person.findUniqueOrThrow({ where: { id: personId }, select: { name: true, email: true } });
  const name = await toldApart(tx, { personId, ...person, workspaceIds: [workspaceId] });
  if (name === person.name) return;
  await tx.person.update({ where: { id: personId }, data: { name } });
  await recordEntry(tx, {
    workspaceId,
    actor: { type: "system", id: "names" },
    event: "person.updated",
    subject: { type: "person", id: personId },
    facts: { changed: ["name"], reason: "looked_like_another" },
    private: { name },
  });
}
