import { db, pool } from "@/lib/platform/db/client";
import { maxPageBytes } from "@/lib/platform/page-weight";
import type { Unit } from "@/lib/platform/unit.rules";
import type { Action } from "./action.schemas";
import { sentenceFor, sentenceWithoutWords, tellsParameters, unitsIn } from "./sentence.rules";

/** What an action's sentence is made from, but for its parameters. */
export interface AskedRow {
  id: string;
  action: string;
  typeVersion: number | null;
  resourceType: string | null;
  resourceId: string | null;
}

/** The columns of an AskedRow; `a` is the action. */
export const askedColumns = `a.id, a.action, a.type_version AS "typeVersion", a.resource_type AS "resourceType", a.resource_id AS "resourceId"`;

/** What an action type called things at one of its versions, as far as a sentence needs it. */
interface Words {
  title: string;
  sentence: string | null;
  units: ReadonlyMap<string, Unit>;
}

const maxKnown = 2_000;
/** By type and version: a version never changes. */
const knownWords = new Map<string, Words>();
const maxMade = 5_000;
/** By all that a sentence follows from: the words, the action, whose parameters and resource never change, and what its resource counts as. */
const madeSentences = new Map<string, string>();

function remember<T>(known: Map<string, T>, key: string, value: T, most: number): void {
  known.set(key, value);
  const [oldest] = known.keys();
  if (known.size > most && oldest !== undefined) known.delete(oldest);
}

interface TypeNow {
  id: string;
  name: string;
  resourceType: string | null;
}
const typesQuery = `SELECT id, name, resource_type AS "resourceType" FROM action_types WHERE workspace_id = $1 AND name = ANY($2)`;

const keyOf = (typeId: string, version: number) => `${typeId} ${version}`;

async function wordsOf(wanted: readonly { id: string; version: number }[]): Promise<Map<string, Words>> {
  const found = new Map<string, Words>();
  const missing = wanted.filter(({ id, version }) => {
    const words = knownWords.get(keyOf(id, version));
    if (words) found.set(keyOf(id, version), words);
    return !words;
  });
  if (missing.length === 0) return found;
  const rows = await db().actionTypeVersion.findMany({
    where: { OR: missing.map(({ id: actionTypeId, version }) => ({ actionTypeId, version })) },
    select: { actionTypeId: true, version: true, title: true, sentence: true, parametersSchema: true },
  });
  for (const { actionTypeId, version, title, sentence, parametersSchema } of rows) {
    const words = { title, sentence, units: unitsIn(sentence, parametersSchema) };
    found.set(keyOf(actionTypeId, version), words);
    remember(knownWords, keyOf(actionTypeId, version), words, maxKnown);
  }
  return found;
}

/** The words that an action was asked in. */
interface Asked {
  /** Of the type, its version, and the type of resource it declares. */
  key: string;
  words: Words & { resourceType: string | null };
}

type AskedOf = (of: Pick<AskedRow, "action" | "typeVersion">) => Asked | undefined;

/** Reads the words of each version that was asked for, each once. */
async function readAsked(
  workspaceId: string,
  rows: readonly Pick<AskedRow, "action" | "typeVersion">[],
): Promise<AskedOf> {
  const names = [...new Set(rows.filter(({ typeVersion }) => typeVersion !== null).map(({ action }) => action))];
  const types = names.length === 0 ? [] : (await pool().query<TypeNow>(typesQuery, [workspaceId, names])).rows;
  const typeOf = new Map(types.map((type) => [type.name, type]));
  const wanted = new Map(
    rows.flatMap(({ action, typeVersion }) => {
      const id = typeOf.get(action)?.id;
      return id === undefined || typeVersion === null
        ? []
        : [[keyOf(id, typeVersion), { id, version: typeVersion }] as const];
    }),
  );
  const words = await wordsOf([...wanted.values()]);
  return ({ action, typeVersion }) => {
    const type = typeOf.get(action);
    if (!type || typeVersion === null) return undefined;
    const asked = words.get(keyOf(type.id, typeVersion));
    return (
      asked && {
        key: `${keyOf(type.id, typeVersion)} ${type.resourceType ?? ""}`,
        words: { ...asked, resourceType: type.resourceType },
      }
    );
  };
}

function sentenceOf(
  { action, typeVersion, resource }: Pick<Action, "action" | "typeVersion" | "resource">,
  parameters: Record<string, unknown>,
  asked: Asked | undefined,
): string {
  const request = { action, parameters, ...(resource ? { resource } : {}) };
  return asked || typeVersion === null
    ? sentenceFor(asked?.words, request)
    : sentenceWithoutWords(request, typeVersion);
}

/**
 * Actions with their sentences as they are made today, from the words of the version that was asked and from the parameters. The one that was
 * kept with an action may have been made when values stood in it unmarked; it stays as it is. Where that version's words were not kept, nothing
 * of the parameters is shown.
 */
export async function inAskedWords(workspaceId: string, actions: readonly Action[]): Promise<Action[]> {
  const askedOf = await readAsked(workspaceId, actions);
  return actions.map((action) => ({ ...action, sentence: sentenceOf(action, action.parameters, askedOf(action)) }));
}

// The first of them, as many as weigh no more than a page may together: parameters may have a quarter of a megabyte each.
const parametersQuery = {
  name: "gate.asked_parameters",
  text: `SELECT id, parameters FROM (
      SELECT a.id, a.parameters, sum(w.bytes) OVER (ORDER BY a.id) - w.bytes AS bytes_before
      FROM actions a CROSS JOIN LATERAL (SELECT coalesce(a.weight, octet_length(a.parameters::text)) AS bytes) w WHERE a.workspace_id = $1 AND a.id = ANY($2)
    ) a WHERE bytes_before < ${maxPageBytes}`,
};

/** Reads the parameters of some actions, and passes each on as it comes: never more of them are held than a page may weigh. */
async function eachWithParameters(
  workspaceId: string,
  ids: ReadonlySet<string>,
  take: (id: string, parameters: Record<string, unknown>) => void,
): Promise<void> {
  const left = new Set(ids);
  while (left.size > 0) {
    const { rows } = await pool().query<{ id: string; parameters: Record<string, unknown> }>({
      ...parametersQuery,
      values: [workspaceId, [...left]],
    });
    if (rows.length === 0) return;
    for (const { id, parameters } of rows) if (left.delete(id)) take(id, parameters);
  }
}

/**
 * The same for who shows actions without their parameters, which are read where the words ask for them, and not again for what was shown before.
 * @returns tells an action's sentence, of those that were given
 */
export async function askedSentences(workspaceId: string, rows: readonly AskedRow[]): Promise<(id: string) => string> {
  const askedOf = await readAsked(workspaceId, rows);
  const sentences = new Map<string, string>();
  const open = new Map<string, { key: string; tell: (parameters: Record<string, unknown>) => string }>();
  for (const row of rows) {
    const asked = askedOf(row);
    const { id, resourceType, resourceId } = row;
    const resource = resourceType !== null && resourceId !== null ? { type: resourceType, id: resourceId } : null;
    const tell = (parameters: Record<string, unknown>) => sentenceOf({ ...row, resource }, parameters, asked);
    const key = `${id} ${asked?.key ?? ""}`;
    const made = asked && madeSentences.get(key);
    if (made !== undefined) sentences.set(id, made);
    else if (asked && tellsParameters(asked.words)) open.set(id, { key, tell });
    else sentences.set(id, tell({}));
  }
  await eachWithParameters(workspaceId, new Set(open.keys()), (id, parameters) => {
    const { key, tell } = open.get(id) ?? {};
    if (key === undefined || tell === undefined) return;
    const sentence = tell(parameters);
    sentences.set(id, sentence);
    remember(madeSentences, key, sentence, maxMade);
  });
  // What was deleted in between is shown without its values.
  return (id) => sentences.get(id) ?? open.get(id)?.tell({}) ?? "?";
}
