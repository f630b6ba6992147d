import type { DecisionOutcome } from "@/lib/actions/action.schemas";

interface WordOption {
  value: string;
  label: string;
}

/** Stands for no filter: a list of options has no empty value. */
export const any = "any";

const anyOption: WordOption = { value: any, label: "Any" };

export const statusOptions: readonly WordOption[] = [
  anyOption,
  { value: "pending", label: "Pending" },
  { value: "approved", label: "Approved" },
  { value: "denied", label: "Denied" },
  { value: "expired", label: "Expired" },
  { value: "cancelled", label: "Cancelled" },
];

export const zoneOptions: readonly WordOption[] = [
  anyOption,
  { value: "red", label: "Red" },
  { value: "yellow", label: "Yellow" },
  { value: "green", label: "Green" },
];

const outcomeLabels: Readonly<Record<DecisionOutcome, string>> = {
  approve: "Approved as asked",
  edit: "Approved with changes",
  reject: "Rejected",
  expire: "Nobody decided in time",
  cancel: "Taken back",
};

export const outcomeOptions: readonly WordOption[] = [
  anyOption,
  ...Object.entries(outcomeLabels).map(([value, label]) => ({ value, label })),
];

export const resultOptions: readonly WordOption[] = [
  anyOption,
  { value: "started", label: "Running" },
  { value: "succeeded", label: "Succeeded" },
  { value: "failed,lost", label: "Failed or lost" },
  { value: "failed", label: "Failed" },
  { value: "partial", label: "Partly done" },
  { value: "lost", label: "Lost" },
];

export const sortOptions: readonly WordOption[] = [
  { value: any, label: "Newest first" },
  { value: "oldest", label: "Oldest first" },
  { value: "highest_cost", label: "Highest cost first" },
  { value: "lowest_cost", label: "Lowest cost first" },
  { value: "highest_confidence", label: "Most confident first" },
  { value: "lowest_confidence", label: "Least confident first" },
];

/** The options with what stands in the address, should a link have brought another: several values together, or one that makes no sense. */
export function withChosen(options: readonly WordOption[], chosen: string): WordOption[] {
  if (chosen === "" || options.some(({ value }) => value === chosen)) return [...options];
  const labels = chosen.split(",").map((value) => options.find((option) => option.value === value)?.label ?? value);
  return [...options, { value: chosen, label: labels.join(", ") }];
}
