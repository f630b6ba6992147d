import dynamic from "next/dynamic";
import { BoundLine } from "@/components/audit/bound-line";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { Panel } from "@/components/patterns/page/panel";
import { KeyValueTable } from "@/components/patterns/values/key-value-table";
import { valueRows } from "@/components/patterns/values/value-rows";
import type { JsonValue } from "@/components/patterns/values/value-rows";
import { untilLoaded } from "@/components/ui/until-loaded";
import type { AuditEntryDetail } from "@/lib/audit/audit.schemas";
import { factLabel } from "@/lib/audit/event-words.rules";
import { pathText } from "@/lib/platform/value-path.rules";

// What hashes comes after the page; the texts themselves stand in it from the start, so that nothing below them is moved.
const BoundCheck = dynamic(
  () => untilLoaded(() => import("@/components/audit/bound-check").then((module) => module.BoundCheck)),
  {
    ssr: false,
    loading: () => <BoundLine state="open" />,
  },
);

/** Texts that belong to an entry but not into the log, so that they can be erased; and whether they are those it was bound to. */
export function PrivateTexts({ entry }: { entry: AuditEntryDetail }) {
  const { commitment, private: secret } = entry;
  if (commitment === null) return null;
  return (
    <Panel title="Kept outside the log" meta="texts and names, so that they can be erased">
      {secret === null ? (
        <p className="px-3.5 py-3 text-ink-soft">
          These texts were erased. The entry still proves what happened, by whom and when; what it was bound to can no
          longer be read or guessed.
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
          <BoundCheck secret={secret} commitment={commitment} />
        </>
      )}
    </Panel>
  );
}
