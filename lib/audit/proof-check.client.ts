import { queryOptions } from "@tanstack/react-query";
import { fetchBytes } from "@/lib/platform/http/fetch-json";
import { api } from "@/lib/platform/routes";
import { auditKeys } from "./audit.client";

const text = new TextDecoder();

/** What an entry's proof is checked from, as the server gave it. */
export interface Evidence {
  proof: string;
  leaf: Uint8Array;
  vkey: string;
}

/** Fetches the evidence for one entry. The checking is done here, in the browser; the server is not asked whether it is right. */
export const evidenceQuery = (seq: number) =>
  queryOptions({
    queryKey: auditKeys.check(seq),
    queryFn: async ({ signal }): Promise<Evidence> => {
      const [proof, leaf, vkey] = await Promise.all([
        fetchBytes(api.auditProof(seq), { signal }),
        fetchBytes(api.auditEntry(seq), { signal }),
        fetchBytes(api.auditKey(), { signal }),
      ]);
      return { proof: text.decode(proof), leaf, vkey: text.decode(vkey).trim() };
    },
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  });

/** The newest signed checkpoint and the key, as the server gives them. */
export async function fetchHead(signal?: AbortSignal): Promise<{ note: string; vkey: string }> {
  const [note, vkey] = await Promise.all([
    fetchBytes(api.auditCheckpoint(), { signal }),
    fetchBytes(api.auditKey(), { signal }),
  ]);
  return { note: text.decode(note), vkey: text.decode(vkey).trim() };
}

/** The path between two sizes of the log, one base64 hash per line. */
export async function fetchConsistency(from: number, to: number, signal?: AbortSignal): Promise<string> {
  return text.decode(await fetchBytes(api.auditConsistency(from, to), { signal }));
}
