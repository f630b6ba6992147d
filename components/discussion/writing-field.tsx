import { Textarea, type TextareaProps } from "@/components/ui/textarea";
import { useMessageDraft } from "@/components/discussion/message-drafts";
import { maxMessageLength, type WrittenKind } from "@/lib/discussion/discussion.rules";

export const writingLabels: Readonly<Record<WrittenKind, string>> = {
  comment: "Comment",
  question: "Question to the agent",
};

interface WritingFieldProps extends Pick<TextareaProps, "className" | "aria-label"> {
  actionId: string;
  kind: WrittenKind;
}

/** Where one writes; it has the keyboard as soon as it is there, behind what one has begun. */
export function WritingField({ actionId, kind, ...rest }: WritingFieldProps) {
  const [text, change] = useMessageDraft(actionId, kind);
  return (
    <Textarea
      {...rest}
      ref={toEnd}
      value={text}
      onChange={(event) => change(event.target.value)}
      rows={3}
      maxLength={maxMessageLength}
    />
  );
}

function toEnd(field: HTMLTextAreaElement | null): void {
  field?.focus();
  field?.setSelectionRange(field.value.length, field.value.length);
}
