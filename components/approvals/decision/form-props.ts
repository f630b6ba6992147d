import type { Draft } from "@/components/approvals/decision/draft-store";
import type { DecisionRequest } from "@/lib/approvals/approval.schemas";
import type { Action } from "@/lib/gate/action.schemas";

/** What every answer's form is given. */
export interface FormProps {
  action: Action;
  /** The riskier of the zone it was asked in and its zone now: what the answer must satisfy. */
  zone: Action["zone"];
  draft: Draft;
  change: (change: Partial<Draft>) => void;
  /** Why it cannot be sent now. */
  obstacle: string | null;
  sending: boolean;
  onSend: (request: DecisionRequest) => void;
  onCancel: () => void;
}
