import { MessageCircleQuestionMark, MessageCircleReply } from "lucide-react";
import { formatQuantity } from "@/lib/platform/format";

export interface QuestionsMarkProps {
  /** How many wait for the agent. */
  open: number;
  answered: number;
}

/** On a line of the queue: that its agent was asked and has not answered, or else that it has. A shape and words; nothing where nobody asked. */
export function QuestionsMark({ open, answered }: QuestionsMarkProps) {
  if (open + answered === 0) return null;
  const Shape = open > 0 ? MessageCircleQuestionMark : MessageCircleReply;
  return (
    <span className="font-medium text-ink-soft">
      <Shape size={12} aria-hidden="true" className="mr-1 inline-block align-[-1px]" />
      {open > 0 ? formatQuantity(open, "open question") : formatQuantity(answered, "answer")} ·{" "}
    </span>
  );
}
