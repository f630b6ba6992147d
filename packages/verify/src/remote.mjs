import { checkBundle } from "./bundle.mjs";
import { CannotCheck, NotProven } from "./failure.mjs";
import { isConsistent, same } from "./merkle.mjs";
import { fromBase64, openCheckpoint, parseKey } from "./note.mjs";
import { checkProof } from "./proof.mjs";

const TIMEOUT_MS = 60_000;

/** Reads the audit API of a running installation. */
export class Remote {
  #base;
  #headers;

  /**
   * @param {string} url of the installation, or of its audit API
   * @param {{ token?: string | undefined, workspace?: string | undefined }} access
   */
  constructor(url, { token, workspace }) {
    const base = url.replace(/\/+$/, "");
    this.#base = /\/api\/v1\/audit$/.test(base) ? base : `${base}/api/v1/audit`;
    this.#headers = {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(workspace === undefined ? {} : { "signalbox-workspace": workspace }),
    };
  }

  /** @param {string} path @returns {Promise<Response>} */
  async #get(path) {
    let response;
    try {
      response = await fetch(`${this.#base}${path}`, {
        headers: this.#headers,
        redirect: "error",
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (error) {
      throw new CannotCheck(
        `${this.#base}${path} does not answer: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    if (response.ok) return response;
    const hint =
      response.status === 401
        ? " Give an access token with --token."
        : response.status === 404
          ? " Name the workspace with --workspace."
          : "";
    throw new CannotCheck(`${this.#base}${path} answers ${response.status}.${hint}`);
  }

  /** @returns {Promise<import("./note.mjs").VerifierKey>} */
  async key() {
    return parseKey(await (await this.#get("/key")).text());
  }

  /** @param {import("./note.mjs").VerifierKey[]} keys @returns {Promise<import("./note.mjs").Checkpoint>} */
  async checkpoint(keys) {
    return openCheckpoint(await (await this.#get("/checkpoint")).text(), keys);
  }

  /**
   * Checks one entry's proof.
   *
   * @param {number} seq @param {import("./note.mjs").VerifierKey[]} keys
   */
  async entry(seq, keys) {
    const [proof, entry] = await Promise.all([this.#get(`/${seq}/proof`), this.#get(`/${seq}/entry`)]);
    const report = checkProof(await proof.text(), new Uint8Array(await entry.arrayBuffer()), keys);
    if (report.index !== seq)
      throw new NotProven(`The server answered with the proof of entry ${report.index} instead of ${seq}`);
    return report;
  }

  /**
   * Checks that the log still begins with what a checkpoint kept from earlier says, without reading all entries.
   *
   * @param {import("./note.mjs").Checkpoint} older @param {import("./note.mjs").Checkpoint} newer
   */
  async consistency(older, newer) {
    if (older.size > newer.size) {
      throw new NotProven(
        `The checkpoint kept from earlier counts ${older.size} entries, the log only ${newer.size}: entries were removed from its end`,
      );
    }
    const text =
      older.size === newer.size
        ? ""
        : await (await this.#get(`/consistency?from=${older.size}&to=${newer.size}`)).text();
    const path = text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => fromBase64(line) ?? Buffer.alloc(0));
    if (path.some((hash) => hash.length !== 32) || !isConsistent(older, newer, path)) {
      throw new NotProven(
        `The log was rewritten: it does not begin with the ${older.size} entries of the checkpoint kept from earlier`,
      );
    }
  }

  /**
   * Reads and recomputes the whole log.
   *
   * @param {Parameters<typeof checkBundle>[1]} options
   */
  async log(options) {
    const { body } = await this.#get("/export");
    if (body === null) throw new CannotCheck("The server sent no log");
    return checkBundle(body, options);
  }
}

/** Two signed heads of the same size must have the same root; else the server shows different logs to different people. */
export function assertSameHead(
  /** @type {import("./note.mjs").Checkpoint} */ a,
  /** @type {import("./note.mjs").Checkpoint} */ b,
) {
  if (a.size === b.size && !same(a.root, b.root))
    throw new NotProven(`The server signed two different logs of ${a.size} entries`);
}
