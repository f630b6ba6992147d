import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import type { Showing } from "@/components/approvals/bulk/bulk-showing";
import { asJson } from "@/components/approvals/evidence/as-json";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { ResourceName } from "@/components/patterns/outside/resource-name";
import { Sentence } from "@/components/patterns/outside/sentence";
import { type Fact, FactGrid } from "@/components/patterns/page/fact-grid";
import { Card } from "@/components/patterns/page/panel";
import { JsonView } from "@/components/patterns/values/json-view";
import { Money } from "@/components/patterns/values/money";
import { PageLink } from "@/components/ui/page-link";
import type { Action } from "@/lib/actions/action.schemas";
import { actionsInWords } from "@/lib/approvals/action-names.rules";
import { combinedEffect } from "@/lib/approvals/combined.rules";
import { spelledOut } from "@/lib/platform/concealed.rules";
import { formatCount, formatMoney, formatQuantity } from "@/lib/platform/format";
import { routes } from "@/lib/platform/routes";

/** What is opened is shown whole: what would be too much for that stands alone. */
const allDepths = Number.POSITIVE_INFINITY;

export interface BulkEffectProps {
  actions: readonly Action[];
  /** How each is shown, by its id. */
  showings: ReadonlyMap<string, Showing>;
  /** The parameters of one were opened. */
  onOpened: (action: Action) => void;
}

/** What several actions do together: sums first, then each of them with its parameters: in a line where they fit, else to be opened. */
export function BulkEffect({ actions, showings, onOpened }: BulkEffectProps) {
  return (
    <div className="flex flex-col gap-3">
      <Card>
        <p className="border-b border-line-soft px-3 py-2">
          <span className="text-mute">Action </span>
          <code className="text-mono [overflow-wrap:anywhere]">{actionsInWords(actions)}</code>
        </p>
        <FactGrid facts={factsOf(actions)} />
      </Card>
      <Card className="max-h-64 overflow-y-auto!">
        <ul aria-label="Each of them">
          {actions.map((action) => (
            <li key={action.id} className="border-t border-line-soft first:border-t-0">
              <details onToggle={({ currentTarget }) => (currentTarget.open ? onOpened(action) : undefined)}>
                <summary className="flex items-baseline gap-2 px-3 py-2 coarse:min-h-11">
                  <ChevronRight
                    size={12}
                    aria-hidden="true"
                    className="shrink-0 self-center text-mute transition-transform [details[open]_&]:rotate-90"
                  />
                  <span className="flex min-w-0 flex-1 flex-col gap-x-2 sm:flex-row sm:items-baseline">
                    <span className="min-w-0 break-words sm:flex-1">
                      <Sentence text={action.sentence} />
                    </span>
                    <span className="text-mute [overflow-wrap:anywhere] sm:max-w-[55%] sm:text-right">
                      <OutsideText text={action.agentName} />
                      {action.estimatedCost ? (
                        <>
                          {" · "}
                          <Money value={action.estimatedCost} />
                        </>
                      ) : null}
                    </span>
                  </span>
                </summary>
                <JsonView
                  value={asJson(action.parameters)}
                  label={`parameters of ${spelledOut(action.sentence)}`}
                  openDepth={allDepths}
                />
              </details>
              <Values of={action} showing={showings.get(action.id)} />
            </li>
          ))}
        </ul>
      </Card>
    </div>
  );
}

const quiet = "px-3 pb-2 pl-[30px] text-sm";

/** What will run: what it is done to, which is no parameter, and the values, or why they do not stand here. */
function Values({ of, showing }: { of: Action; showing: Showing | undefined }) {
  if (showing === undefined) return null;
  const values = showing.as === "inline" ? showing.values : [];
  return (
    <>
      {of.resource !== null || values.length > 0 ? (
        <dl className={`flex flex-wrap gap-x-3 gap-y-0.5 ${quiet}`}>
          {of.resource ? <Value name="Resource" value={<ResourceName of={of.resource} />} /> : null}
          {values.map(({ path, text }) => (
            <Value key={path} name={<OutsideText text={path} />} value={<OutsideText text={text} />} />
          ))}
        </dl>
      ) : null}
      {showing.as === "inline" ? (
        values.length === 0 ? (
          <p className={`${quiet} text-mute`}>No parameters.</p>
        ) : null
      ) : (
        <p className={`${quiet} text-mute`}>
          {showing.as === "opened" ? (
            "Too long for one line: open it."
          ) : (
            <>
              Too large to read in this list:{" "}
              <PageLink
                href={routes.approval(of.id)}
                target="_blank"
                className="inline-flex min-h-6 items-center underline"
              >
                open it on its own
              </PageLink>
              .
            </>
          )}
        </p>
      )}
    </>
  );
}

function Value({ name, value }: { name: ReactNode; value: ReactNode }) {
  return (
    <div className="flex min-w-0 gap-1.5">
      <dt className="text-mute [overflow-wrap:anywhere]">{name}</dt>
      <dd className="min-w-0 text-mono [overflow-wrap:anywhere]">{value}</dd>
    </div>
  );
}

function factsOf(actions: readonly Action[]): Fact[] {
  const { count, costs, withoutCost, sums, agents, resources } = combinedEffect(actions);
  const unpriced = withoutCost > 0 ? `${formatCount(withoutCost)} state none` : undefined;
  return [
    {
      label: "Actions",
      value: formatCount(count),
      detail: `${formatQuantity(agents, "agent")}${resources > 0 ? `, ${formatQuantity(resources, "resource")}` : ""}`,
    },
    ...(costs.length > 0
      ? costs.map((cost) => ({ label: "Cost in all", value: formatMoney(cost), detail: unpriced }))
      : [{ label: "Cost in all", value: "Not stated", detail: unpriced }]),
    ...sums
      .slice(0, 4)
      .map(({ name, total }) => ({ label: <code className="text-mono">{name}</code>, value: `${total} in all` })),
  ];
}
