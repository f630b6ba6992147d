import { createReadStream } from "node:fs";
import { open, readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { BUNDLE_HEADER, checkBundle } from "./bundle.mjs";
import { CannotCheck, NotProven } from "./failure.mjs";
import { nameOf, openCheckpoint, parseKey } from "./note.mjs";
import { checkProof, PROOF_HEADER } from "./proof.mjs";
import { assertSameHead, Remote } from "./remote.mjs";
import { count, USAGE, verdict } from "./words.mjs";

/**
 * @typedef {import("./note.mjs").VerifierKey} VerifierKey
 * @typedef {{ proven: string[], isOwnKey: boolean, facts: Record<string, unknown> }} Outcome
 * @typedef {{ entry?: string, key?: string[], since?: string, token?: string, workspace?: string, seq?: string, json?: boolean, help?: boolean }} Options
 */

/**
 * Runs the command.
 *
 * @param {string[]} args without node and script
 * @param {{ out: (line: string) => void, err: (line: string) => void, env?: Record<string, string | undefined> }} io
 * @returns {Promise<0 | 1 | 2>} the exit code: proven, not proven, could not be checked
 */
export async function run(args, { out, err, env = process.env }) {
  let isJson = args.includes("--json");
  try {
    const { target, options } = readArguments(args);
    if (options.help) {
      out(USAGE);
      return 0;
    }
    isJson = options.json ?? false;
    const outcome = await check(target, { ...options, token: options.token ?? env.SIGNALBOX_TOKEN });
    if (isJson) out(JSON.stringify({ proven: true, isKeyFromSource: outcome.isOwnKey, ...outcome.facts }));
    else for (const line of verdict(outcome.proven, outcome.isOwnKey)) out(line);
    return 0;
  } catch (error) {
    if (!(error instanceof NotProven) && !(error instanceof CannotCheck)) throw error;
    const isFalse = error instanceof NotProven;
    if (isJson) out(JSON.stringify({ proven: false, isChecked: isFalse, reason: error.message }));
    else err(`${isFalse ? "NOT PROVEN" : "NOTHING CHECKED"}\n  ✘ ${error.message}`);
    return isFalse ? 1 : 2;
  }
}

/** @param {string[]} args @returns {{ target: string, options: Options }} */
function readArguments(args) {
  const text = /** @type {const} */ ({ type: "string" });
  const flag = /** @type {const} */ ({ type: "boolean" });
  let parsed;
  try {
    parsed = parseArgs({
      args,
      allowPositionals: true,
      options: {
        entry: text,
        key: { ...text, multiple: true },
        since: text,
        token: text,
        workspace: text,
        seq: text,
        json: flag,
        help: { ...flag, short: "h" },
      },
    });
  } catch (error) {
    throw new CannotCheck(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
  const [target, ...more] = parsed.positionals;
  if (!parsed.values.help && (target === undefined || more.length > 0))
    throw new CannotCheck(`Name one file or address.\n\n${USAGE}`);
  return { target: target ?? "", options: parsed.values };
}

/** @param {string} target @param {Options} options @returns {Promise<Outcome>} */
async function check(target, options) {
  if (/^https?:\/\//.test(target)) return checkRemote(target, options);
  const header = await firstLine(target);
  if (header === PROOF_HEADER) return checkProofFile(target, options);
  if (header === BUNDLE_HEADER) return checkBundleFile(target, options);
  throw new NotProven(`${target} is neither a proof (${PROOF_HEADER}) nor an exported log (${BUNDLE_HEADER})`);
}

/** @param {string} path @param {Options} options @returns {Promise<Outcome>} */
async function checkProofFile(path, { entry, key: keyOption, since }) {
  if (entry === undefined) throw new CannotCheck("A proof is about an entry: give its bytes with --entry <file>");
  if (keyOption === undefined)
    throw new CannotCheck("A proof is worth as much as the key it is checked with: give it with --key <vkey>");
  if (since !== undefined)
    throw new CannotCheck("--since needs the log or its server: a single proof cannot show what came before");
  const keys = await readKeys(keyOption);
  const { index, checkpoint, leaf } = checkProof(await readText(path), await read(entry), keys);
  return {
    isOwnKey: false,
    facts: { index, size: checkpoint.size, root: checkpoint.root.toString("hex"), leafHash: leaf },
    proven: [
      `This entry is number ${index.toLocaleString("en")} of the log ${checkpoint.origin}, byte for byte (leaf ${leaf}).`,
      `The log had ${count(checkpoint.size, "entry", "entries")} when the key ${nameOf(checkpoint.signedBy)} signed it.`,
    ],
  };
}

/** @param {string} path @param {Options} options @returns {Promise<Outcome>} */
async function checkBundleFile(path, { key: keyOption, since }) {
  const keys = keyOption === undefined ? undefined : await readKeys(keyOption);
  return bundleOutcome(
    await checkBundle(createReadStream(path, { highWaterMark: 1 << 20 }), { keys, since: await readKept(since) }),
    keys === undefined,
  );
}

/** @param {string} url @param {Options} options @returns {Promise<Outcome>} */
async function checkRemote(url, { key: keyOption, since, token, workspace, seq }) {
  const remote = new Remote(url, { token, workspace });
  const keys = keyOption === undefined ? [await remote.key()] : await readKeys(keyOption);
  const isOwnKey = keyOption === undefined;
  if (seq !== undefined) {
    if (!/^(?:0|[1-9]\d{0,14})$/.test(seq)) throw new CannotCheck("--seq takes a whole number");
    const { index, checkpoint, leaf } = await remote.entry(Number(seq), keys);
    const kept = (await readKept(since))?.(keys);
    if (kept !== undefined) await remote.consistency(kept, checkpoint);
    return {
      isOwnKey,
      facts: {
        index,
        size: checkpoint.size,
        root: checkpoint.root.toString("hex"),
        leafHash: leaf,
        ...(kept ? { since: kept.size } : {}),
      },
      proven: [
        `Entry ${index.toLocaleString("en")} of the log ${checkpoint.origin} is as the server shows it (leaf ${leaf}).`,
        `The log had ${count(checkpoint.size, "entry", "entries")} when the key ${nameOf(checkpoint.signedBy)} signed it.`,
        ...(kept
          ? [`It still begins with the ${count(kept.size, "entry", "entries")} of the checkpoint you kept.`]
          : []),
      ],
    };
  }
  const head = await remote.checkpoint(keys);
  const report = await remote.log({ keys: isOwnKey ? undefined : keys, since: await readKept(since) });
  assertSameHead(head, report.last);
  if (report.last.size < head.size)
    throw new NotProven(`The server signed ${head.size} entries and hands out only ${report.last.size}`);
  return bundleOutcome(report, isOwnKey);
}

/** @param {import("./bundle.mjs").BundleReport} report @param {boolean} isOwnKey @returns {Outcome} */
function bundleOutcome({ entries, checkpoints, last, keys, keptSize, from, to }, isOwnKey) {
  return {
    isOwnKey,
    facts: {
      entries,
      checkpoints,
      size: last.size,
      root: last.root.toString("hex"),
      origin: last.origin,
      from,
      to,
      ...(keptSize === undefined ? {} : { since: keptSize }),
    },
    proven: [
      `All ${count(entries, "entry", "entries")} of the log ${last.origin} are whole, in order, none changed, removed or added${from === "" ? "" : ` (${from} to ${to})`}.`,
      `${count(checkpoints, "checkpoint is", "checkpoints are")} signed by ${keys.map(nameOf).join(" or ")}, each continuing the one before.`,
      `Root over all entries: ${last.root.toString("hex")}`,
      ...(keptSize === undefined
        ? []
        : [`It still begins with the ${count(keptSize, "entry", "entries")} of the checkpoint you kept.`]),
    ],
  };
}

/** @param {string | undefined} path @returns {Promise<((keys: VerifierKey[]) => import("./note.mjs").Checkpoint) | undefined>} */
async function readKept(path) {
  if (path === undefined) return undefined;
  const note = await readText(path);
  return (keys) => {
    try {
      const kept = openCheckpoint(note, keys);
      if (kept.size === 0)
        throw new CannotCheck("The checkpoint given with --since is of the empty log: it can show nothing");
      return kept;
    } catch (error) {
      if (error instanceof NotProven)
        throw new CannotCheck(`The checkpoint given with --since cannot be used. ${error.message}`);
      throw error;
    }
  };
}

/** @param {string[]} values verifier keys, or files that hold one on each line @returns {Promise<VerifierKey[]>} */
async function readKeys(values) {
  const keys = [];
  for (const value of values) {
    const lines = /^[^+\s]+\+[0-9a-f]{8}\+\S+$/u.test(value)
      ? [value]
      : (await readText(value)).split("\n").filter((line) => line.trim() !== "");
    if (lines.length === 0) throw new CannotCheck(`${value} holds no verifier key`);
    keys.push(...lines.map(parseKey));
  }
  return keys;
}

/** @param {string} path @returns {Promise<Buffer>} */
async function read(path) {
  try {
    return await readFile(path);
  } catch (error) {
    throw new CannotCheck(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** @param {string} path @returns {Promise<string>} */
async function readText(path) {
  const bytes = await read(path);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) throw new NotProven(`${path} is not text in UTF-8`);
    throw error;
  }
}

/** @param {string} path @returns {Promise<string>} the first line, or its first 100 bytes */
async function firstLine(path) {
  let file;
  try {
    file = await open(path);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(100), 0, 100, 0);
    return buffer.toString("utf8", 0, bytesRead).split("\n")[0] ?? "";
  } catch (error) {
    throw new CannotCheck(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await file?.close();
  }
}
