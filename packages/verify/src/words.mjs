/** What the tool says. Kept apart so that the claims it makes can be read, and weighed, in one place. */

export const USAGE = `signalbox-verify checks a Signalbox audit log without trusting the server that keeps it.

  signalbox-verify <file.tlog-proof> --entry <file> --key <vkey>   one entry and its proof
  signalbox-verify <file.signalbox-log> [--key <vkey>]             a whole exported log
  signalbox-verify <https://…> --token <token> [--workspace <slug>] [--seq <n>]
                                                                   a running installation, or one entry of it

  --entry <file>       the exact bytes of the entry, as downloaded
  --key <vkey|file>    the verifier key you obtained from someone you trust, not from the log's own server;
                       again for a key that was in use before
  --since <file>       a checkpoint you kept from earlier: the log must still begin with it
  --token <token>      a personal access token; or set SIGNALBOX_TOKEN
  --workspace <slug>   which workspace, if you belong to several
  --seq <n>            check only entry n
  --json               answer in JSON

Exit code: 0 proven, 1 not proven, 2 nothing could be checked.`;

/** @param {boolean} isOwnKey @returns {string[]} */
function limits(isOwnKey) {
  return [
    ...(isOwnKey
      ? [
          "WHO signed it. The key came along with the data. Compare it with one you obtained by another way,",
          "and run this again with --key.",
        ]
      : []),
    "That what an entry says is true: only that it was recorded so, and has not been changed since.",
    "That nobody was ever shown another log. Keep today's checkpoint, and pass it later with --since.",
  ];
}

/** @param {string[]} proven @param {boolean} isOwnKey @returns {string[]} */
export function verdict(proven, isOwnKey) {
  return [
    "PROVEN",
    ...proven.map((line) => `  ✔ ${line}`),
    "",
    "NOT PROVEN BY THIS",
    ...limits(isOwnKey).map((line) => `  · ${line}`),
  ];
}

/** @param {number} n @param {string} one @param {string} many @returns {string} */
export const count = (n, one, many) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
