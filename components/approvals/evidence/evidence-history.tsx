import { clsx } from "clsx";
import { EvidenceSection } from "@/components/approvals/evidence/evidence-section";
import { Sentence } from "@/components/patterns/outside/sentence";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import { DeciderName } from "@/components/people/decider-name";
import { PageLink } from "@/components/ui/page-link";
import { Skeleton } from "@/components/ui/skeleton";
import type { ActionHistory } from "@/lib/approvals/approval.schemas";
import { formatCount } from "@/lib/platform/format";
import { routes } from "@/lib/platform/routes";

export interface EvidenceHistoryProps {
  history: ActionHistory | undefined;
  failed: boolean;
}

/** How the same action fared before: a bar and the same in words, with its window and n. */
export function EvidenceHistory({ history, failed }: EvidenceHistoryProps) {
  if (!history) {
    return (
      <EvidenceSection title="How this fared before" bare>
        {failed ? (
          <p className="text-mute">It could not be loaded. The decision does not depend on it.</p>
        ) : (
          <Skeleton className="h-12 w-full" />
        )}
      </EvidenceSection>
    );
  }
  const { windowDays, n, expired, recent } = history;
  const total = n + expired;
  return (
    <EvidenceSection title="How this fared before" meta={`last ${windowDays} days, n = ${formatCount(n)}`} bare>
      {total > 0 ? (
        <div aria-hidden="true" className="flex h-2 gap-px overflow-hidden rounded-full bg-line">
          {parts.map(({ key, className }) => {
            const share = (history[key] / total) * 100;
            return share > 0 ? (
              <span key={key} className={clsx("h-full", className)} style={{ width: `${share}%` }} />
            ) : null;
          })}
        </div>
      ) : null}
      <p className="mt-1.5 text-mute">{inWords(history)}</p>
      {recent.length > 0 ? (
        <ul aria-label="The latest of them" className="mt-1.5">
          {recent.map((item) => (
            <li key={item.id} className="flex min-h-6 min-w-0 items-center gap-2 text-sm">
              <span className="w-16 shrink-0 text-mute">{outcomes[item.outcome] ?? item.outcome}</span>
              <PageLink
                href={routes.approval(item.id)}
                className="min-w-0 truncate leading-6 text-ink-soft underline-offset-2 hover-fine:underline"
              >
                <Sentence text={item.sentence} />
              </PageLink>
              <span className="ml-auto shrink-0 text-mute">
                {item.executionStatus === "failed" ? <b className="font-medium text-danger">failed · </b> : null}
                {item.outcome === "expire" ? null : (
                  <>
                    <DeciderName by={item.by} />,{" "}
                  </>
                )}
                <TimeAgo at={item.at} tabbable={false} />
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </EvidenceSection>
  );
}

const parts = [
  { key: "approved", className: "bg-ink-soft" },
  { key: "edited", className: "bg-mute" },
  { key: "rejected", className: "bg-edge" },
  { key: "expired", className: "bg-line" },
] as const;

const outcomes: Record<string, string> = {
  approve: "approved",
  edit: "edited",
  reject: "rejected",
  expire: "expired",
  cancel: "cancelled",
};

function inWords(history: ActionHistory): string {
  const { n, approved, edited, rejected, expired, failed, allowedByInterlocks, deniedByInterlocks } = history;
  const people =
    n === 0
      ? "Nobody has decided this action before"
      : `${formatCount(approved)} approved · ${formatCount(edited)} edited · ${formatCount(rejected)} rejected`;
  const after = failed > 0 ? `; ${formatCount(failed)} of the approved failed afterwards` : "";
  const late = expired > 0 ? ` · ${formatCount(expired)} expired undecided` : "";
  const alone =
    allowedByInterlocks + deniedByInterlocks > 0
      ? ` The interlocks alone let ${formatCount(allowedByInterlocks)} through and denied ${formatCount(deniedByInterlocks)}.`
      : "";
  return `${people}${late}${after}.${alone}`;
}
