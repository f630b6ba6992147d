import { useMemo } from "react";
import { CheckMark } from "@/components/audit/check-mark";
import { KeyValueTable } from "@/components/patterns/key-value-table";
import { OutsideText } from "@/components/patterns/outside-text";
import { Panel } from "@/components/patterns/panel";
import { valueRows } from "@/components/patterns/value-rows";
import type { JsonValue } from "@/components/patterns/value-rows";
import type { AuditEntryDetail } from "@/lib/audit/audit.schemas";
import { matchesCommitment } from "@/lib/audit/commitment.rules";
import { factLabel } from "@/lib/audit/event-words.rules";
import { pathText } from "@/lib/platform/value-path.rules";

/** Texts that belong to an entry but not into the log, so that they can be erased; and whether they are those it was bound to. */
export function PrivateTexts({ entry }: { entry: AuditEntryDetail }) {
  const { commitment, private: secret } = entry;
  const isBound = useMemo(() => secret !== null && commitment !== null && matchesCommitment(secret, commitment), [secret, commitment]);
  if (commitment === null) return null;
  return (
    <Panel title="Kept outside the log" meta="texts and names, so that they can be erased">
      {secret === null ? (
        <p className="px-3.5 py-3 text-ink-soft">
          These texts were erased. The entry still proves what happened, by whom and when; what it was bound to can no longer be read or guessed.
        </p>
      ) : (
        <>
          <KeyValueTable
            caption="Texts kept outside the log"
            rows={valueRows(secret.body as JsonValue).map(({ path, value }) => ({
              key: pathText(path),
              label: factLabel(path.join(" ")),
              value: <OutsideText lines text={typeof value === "string" ? value : JSON.stringify(value)} />,
            }))}
          />
          <p className={`flex items-start gap-2.5 border-t border-line-soft px-3.5 py-2.5 text-sm ${isBound ? "text-ink-soft" : "font-medium text-danger"}`}>
            <CheckMark state={isBound ? "good" : "bad"} />
            {isBound
              ? "These are the texts the entry was bound to when it was written (HMAC-SHA256, checked in this browser)."
              : "These are not the texts the entry was bound to: they were changed after it was written."}
          </p>
        </>
      )}
    </Panel>
  );
}
