import { EvidenceSection } from "@/components/approvals/evidence/evidence-section";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { ResourceName } from "@/components/patterns/outside/resource-name";
import { type Fact, FactGrid } from "@/components/patterns/page/fact-grid";
import { Money } from "@/components/patterns/values/money";
import type { Action } from "@/lib/actions/action.schemas";
import type { ActionType } from "@/lib/catalog/action-type.schemas";

export interface EvidenceEffectsProps {
  action: Action;
  type: ActionType | null | undefined;
}

/** What it touches, whether it can be undone, what it costs. What the agent says can only make it look worse. */
export function EvidenceEffects({ action, type }: EvidenceEffectsProps) {
  return (
    <EvidenceSection title="What it touches">
      <FactGrid
        className="grid-cols-2! @xl/approvals:grid-cols-4!"
        facts={[costFact(action, type), undoFact(action, type), destroysFact(action, type), reachFact(action)]}
      />
    </EvidenceSection>
  );
}

function costFact({ estimatedCost }: Action, type: ActionType | null | undefined): Fact {
  const expected = type?.expectedCost;
  if (estimatedCost) {
    return {
      label: "Cost",
      value: <Money value={estimatedCost} />,
      detail: expected ? (
        <>
          usually <Money value={expected} />
        </>
      ) : (
        "estimated by the agent"
      ),
    };
  }
  return expected
    ? { label: "Cost", value: <Money value={expected} />, detail: "what the catalog expects" }
    : { label: "Cost", value: "Not stated" };
}

function undoFact({ effects }: Action, type: ActionType | null | undefined): Fact {
  if (type === null) return { label: "Undo", value: "Not known", detail: "not in the catalog" };
  if (type?.reversible === false) return { label: "Undo", value: "Cannot be undone", detail: "says the catalog" };
  if (effects?.reversible === false) return { label: "Undo", value: "Cannot be undone", detail: "says the agent" };
  return {
    label: "Undo",
    value: type ? "Can be undone" : "…",
    detail: effects?.rollbackPlan ? "the agent’s plan is below" : undefined,
  };
}

function destroysFact({ effects }: Action, type: ActionType | null | undefined): Fact {
  if (type === null) return { label: "Destroys", value: "Not known", detail: "not in the catalog" };
  if (type?.destructive) return { label: "Destroys", value: "Yes, destructive", detail: "says the catalog" };
  if (effects?.destructive) return { label: "Destroys", value: "Yes, destructive", detail: "says the agent" };
  return { label: "Destroys", value: type ? "Nothing" : "…" };
}

function reachFact({ effects, resource, jurisdiction }: Action): Fact {
  const where = jurisdiction ? `in ${jurisdiction}` : undefined;
  if (effects?.blastRadius)
    return {
      label: "Reach",
      value: <OutsideText text={effects.blastRadius} />,
      detail: <OutsideText text={["says the agent", where].filter(Boolean).join(" · ")} />,
    };
  return {
    label: "Reach",
    value: resource ? <ResourceName of={resource} /> : "Not stated",
    detail: <OutsideText text={where} />,
  };
}
