"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { CheckLine, type CheckState } from "@/components/audit/check-mark";
import { ProofPath } from "@/components/audit/proof-path";
import { Panel } from "@/components/patterns/page/panel";
import { ErrorState } from "@/components/patterns/states/error-state";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import type { AuditEntryDetail } from "@/lib/audit/audit.schemas";
import { toHex } from "@/lib/audit/bytes.rules";
import { NoteError, parseVerifierKey } from "@/lib/audit/note.rules";
import type { VerifierKey } from "@/lib/audit/note.rules";
import { type Evidence, evidenceQuery } from "@/lib/audit/proof-check.client";
import { checkProof } from "@/lib/audit/proof.rules";
import type { ProofReport } from "@/lib/audit/proof.rules";
import { saysWhatIsShown } from "@/lib/audit/shown.rules";
import { formatBytes, formatCount, formatQuantity } from "@/lib/platform/format";
import { ProblemError } from "@/lib/platform/http/fetch-json";

/** Checks an entry's proof here, in the browser, and shows every step of it. */
export function ProofCheck({ entry }: { entry: AuditEntryDetail }) {
  const { data, error, isFetching, refetch } = useQuery(evidenceQuery(entry.seq));
  const [isSpoilt, setIsSpoilt] = useState(false);
  const checked = useMemo(() => (data ? check(data, isSpoilt) : null), [data, isSpoilt]);
  return (
    <Panel
      title="Proof"
      meta="checked in this browser"
      actions={
        <>
          <Button
            size="sm"
            variant="quiet"
            aria-pressed={isSpoilt}
            disabledReason={data ? null : error ? "There is no proof to try it on." : "The proof is still loading."}
            onClick={() => setIsSpoilt(!isSpoilt)}
          >
            {isSpoilt ? "Put the character back" : "Change one character"}
          </Button>
          <Button size="sm" loading={isFetching} onClick={() => void refetch()}>
            Check again
          </Button>
        </>
      }
    >
      {checked && data ? (
        <Checked checked={checked} entry={entry} evidence={data} isSpoilt={isSpoilt} />
      ) : error ? (
        <ErrorState
          title={
            error instanceof ProblemError && error.code === "not_signed_yet"
              ? "Not signed yet"
              : "The proof could not be fetched"
          }
          meaning={error.message}
          advice="The entry is recorded either way. A checkpoint is signed about once a second."
          requestId={error instanceof ProblemError ? error.requestId : null}
          onRetry={() => void refetch()}
        />
      ) : (
        <div role="status" className="grid gap-3 p-4" aria-busy="true" aria-label="Fetching the proof">
          {Array.from({ length: 4 }, (_, i) => (
            <Skeleton key={i} className="h-8 w-full" />
          ))}
        </div>
      )}
    </Panel>
  );
}

interface Checked {
  report: ProofReport;
  key: VerifierKey | null;
  leaf: Uint8Array;
}

function check({ proof, leaf, vkey }: Evidence, isSpoilt: boolean): Checked {
  const bytes = isSpoilt ? leaf.map((byte, i) => (i === Math.floor(leaf.length / 2) ? byte ^ 1 : byte)) : leaf;
  let key: VerifierKey | null = null;
  try {
    key = parseVerifierKey(vkey);
  } catch (error) {
    if (!(error instanceof NoteError)) throw error;
  }
  return { report: checkProof({ proof, leaf: bytes, keys: key ? [key] : [] }), key, leaf: bytes };
}

function stateOf(value: boolean | undefined): CheckState {
  return value === undefined ? "open" : value ? "good" : "bad";
}

interface CheckedProps {
  checked: Checked;
  entry: AuditEntryDetail;
  evidence: Evidence;
  isSpoilt: boolean;
}

function Checked({ checked: { report, key, leaf }, entry, evidence, isSpoilt }: CheckedProps) {
  const { checkpoint, path, computedRoot, index } = report;
  const isShown = saysWhatIsShown(leaf, entry) && (index === undefined || index === entry.seq);
  const isProven = report.isProven && isShown;
  return (
    <div className="grid lg:grid-cols-[minmax(0,1fr)_auto]">
      <div className="min-w-0">
        <p
          aria-live="polite"
          className={`border-b border-line-soft px-3.5 py-3 text-md font-semibold ${isProven ? "" : "bg-danger-soft text-danger"}`}
        >
          {isProven
            ? `✔ Proven: this is entry ${formatCount(entry.seq)} of the signed log, unchanged.`
            : `✘ Not proven. ${report.failure?.message ?? "The logged bytes do not say what is shown"}.`}
          {isSpoilt ? (
            <span className="block text-sm font-normal">
              You changed one bit of it, in this browser only. The log itself is untouched.
            </span>
          ) : null}
        </p>
        <ol>
          <CheckLine state={stateOf(isShown)} title="The logged bytes say what is shown here">
            {formatBytes(evidence.leaf.length)} of canonical JSON, compared field by field.
          </CheckLine>
          <CheckLine state="good" title="The entry is hashed">
            SHA-256 of a zero byte and the entry: <span className="text-mono">{toHex(report.leafHash)}</span>
          </CheckLine>
          <CheckLine
            state={stateOf(path ? true : report.failure?.part === "path" ? false : undefined)}
            title={
              path
                ? `${formatQuantity(path.length, "neighbouring hash", "neighbouring hashes")} lead to a root`
                : "The path leads to a root"
            }
          >
            {computedRoot ? <span className="text-mono">{toHex(computedRoot)}</span> : "The path is not readable."}
            {path && path.length > 0 ? <PathInWords path={path} /> : null}
          </CheckLine>
          <CheckLine state={stateOf(report.isRootEqual)} title="It is the root in the checkpoint">
            {checkpoint ? (
              <>
                The checkpoint over {formatQuantity(checkpoint.size, "entry", "entries")} says{" "}
                <span className="text-mono">{toHex(checkpoint.root)}</span>
              </>
            ) : (
              "The checkpoint is not readable."
            )}
          </CheckLine>
          <CheckLine state={stateOf(report.isSigned)} title="The checkpoint is signed with the log's key">
            {key ? (
              <>
                Ed25519, key <span className="text-mono">{key.id}</span> of{" "}
                <span className="text-mono">{key.name}</span>. This browser got the key from this server: compare it
                with one obtained elsewhere.
              </>
            ) : (
              "The key is not readable."
            )}
          </CheckLine>
        </ol>
      </div>
      {path && index !== undefined ? (
        <div className="border-line-soft bg-sunk p-3 max-lg:border-t lg:border-l">
          <ProofPath
            leafHash={report.leafHash}
            steps={path}
            index={index}
            isRootEqual={report.isRootEqual === true}
            className="lg:sticky lg:top-3"
          />
        </div>
      ) : null}
    </div>
  );
}

function PathInWords({ path }: { path: NonNullable<ProofReport["path"]> }) {
  return (
    <details className="mt-1">
      <summary className="w-fit cursor-pointer text-accent underline-offset-2 hover:underline coarse:py-2.5">
        Each step
      </summary>
      <ol className="mt-1 grid gap-1">
        {path.map(({ side, sibling, result }, i) => (
          <li key={i} className="text-mono border-l-2 border-line pl-2">
            {side === "left" ? `H(${toHex(sibling.slice(0, 8))}…, ours)` : `H(ours, ${toHex(sibling.slice(0, 8))}…)`} ={" "}
            {toHex(result.slice(0, 8))}…
          </li>
        ))}
      </ol>
    </details>
  );
}
