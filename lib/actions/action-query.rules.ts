import type { ActionQuery } from "./action.schemas";

/** "heavy" where no index leads to what is asked for, so that many actions may be looked through. */
export function weightOf({
  q,
  outcome,
  stopId,
  decidedById,
  executionStatus,
  minCost,
  currency,
  decidedBefore,
  reportedAfter,
  reportedBefore,
  sort,
}: ActionQuery): "heavy" | undefined {
  const looksThrough = [
    q,
    outcome,
    stopId,
    decidedById,
    executionStatus,
    minCost,
    currency,
    decidedBefore,
    reportedAfter,
    reportedBefore,
  ].some((filter) => filter !== undefined);
  return looksThrough || sort?.endsWith("_cost") || sort?.endsWith("_confidence") ? "heavy" : undefined;
}
