import { Prisma, db } from "@/lib/platform/db/client";
import type { Action } from "./action.schemas";
import { sentenceFor, sentenceWithoutWords } from "./sentence.rules";

/** What an action type called things at one of its versions, as far as a sentence needs it. */
interface Words {
  title: string;
  sentence: string | null;
  parametersSchema: unknown;
}

const maxKnown = 2_000;
const maxKnownSchemaBytes = 20_000;
/** By type and version: a version never changes. Such as weigh much are read anew each time. */
const known = new Map<string, Words>();
const keyOf = (typeId: string, version: number) => `${typeId} ${version}`;

interface TypeNow {
  id: string;
  name: string;
  resourceType: string | null;
}

async function wordsOf(wanted: readonly { id: string; version: number }[]): Promise<Map<string, Words>> {
  const found = new Map<string, Words>();
  const missing = wanted.filter(({ id, version }) => {
    const words = known.get(keyOf(id, version));
    if (words) found.set(keyOf(id, version), words);
    return !words;
  });
  if (missing.length === 0) return found;
  const rows = await db().actionTypeVersion.findMany({
    where: { OR: missing.map(({ id: actionTypeId, version }) => ({ actionTypeId, version })) },
    select: { actionTypeId: true, version: true, title: true, sentence: true, parametersSchema: true },
  });
  for (const { actionTypeId, version, ...words } of rows) {
    found.set(keyOf(actionTypeId, version), words);
    if (JSON.stringify(words.parametersSchema).length <= maxKnownSchemaBytes) known.set(keyOf(actionTypeId, version), words);
    const [oldest] = known.keys();
    if (known.size > maxKnown && oldest !== undefined) known.delete(oldest);
  }
  return found;
}

/**
 * Actions with their sentences as they are made today, from the words of the version that was asked and from the parameters. The one that was
 * kept with an action may have been made when values stood in it unmarked; it stays as it is. Where that version's words were not kept, nothing
 * of the parameters is told.
 */
export async function inAskedWords(workspaceId: string, actions: readonly Action[]): Promise<Action[]> {
  const names = [...new Set(actions.filter(({ typeVersion }) => typeVersion !== null).map(({ action }) => action))];
  const types = names.length === 0 ? [] : await db().$queryRaw<TypeNow[]>(Prisma.sql`SELECT id, name, resource_type AS "resourceType" FROM action_types WHERE workspace_id = ${workspaceId} AND name = ANY(${names})`);
  const typeOf = new Map(types.map((type) => [type.name, type]));
  const wanted = new Map(
    actions.flatMap(({ action, typeVersion }) => {
      const id = typeOf.get(action)?.id;
      return id === undefined || typeVersion === null ? [] : [[keyOf(id, typeVersion), { id, version: typeVersion }] as const];
    }),
  );
  const words = await wordsOf([...wanted.values()]);
  return actions.map((action) => {
    const type = typeOf.get(action.action);
    const asked = type && action.typeVersion !== null ? words.get(keyOf(type.id, action.typeVersion)) : undefined;
    return { ...action, sentence: sentenceOf(action, asked && { ...asked, resourceType: type?.resourceType ?? null }) };
  });
}

function sentenceOf({ action, parameters, resource, typeVersion }: Action, asked: Parameters<typeof sentenceFor>[0]): string {
  const request = { action, parameters, ...(resource ? { resource } : {}) };
  return asked || typeVersion === null ? sentenceFor(asked, request) : sentenceWithoutWords(request, typeVersion);
}
