import { createHash } from "node:crypto";
import { treeHasher } from "./merkle.rules";

/** The tree's hashes on node:crypto, for what the server does in bulk. */
export const serverHasher = treeHasher((data) => new Uint8Array(createHash("sha256").update(data).digest()));
