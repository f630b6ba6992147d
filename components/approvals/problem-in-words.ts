import { type ProblemWords, problemWords } from "@/lib/approvals/problem-words.rules";

export interface ProblemInWords extends ProblemWords {
  code: string;
  requestId: string | null;
  faults: readonly { path: string; message: string }[];
}

/** Any failure as words, with what is needed to ask about it. */
export function inWords(error: unknown): ProblemInWords {
  const { code, message, requestId, faults } = asRefusal(error);
  return { ...problemWords(code, message), code, requestId, faults };
}

function asRefusal(error: unknown): {
  code: string;
  message: string;
  requestId: string | null;
  faults: ProblemInWords["faults"];
} {
  if (!(error instanceof Error))
    return { code: "unknown", message: "Something went wrong.", requestId: null, faults: [] };
  const { code, requestId, faults } = error as Error & Partial<Pick<ProblemInWords, "code" | "requestId" | "faults">>;
  return { code: code ?? "unknown", message: error.message, requestId: requestId ?? null, faults: faults ?? [] };
}
