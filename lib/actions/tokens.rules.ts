const most = 1e12;

/** What a report says it took in tokens; undefined where it says nothing that is a number of tokens. */
export function tokensOf(usage: Readonly<Record<string, unknown>> | undefined): number | undefined {
  const total = usage?.["totalTokens"];
  return typeof total === "number" && Number.isInteger(total) && total >= 0 && total <= most ? total : undefined;
}
