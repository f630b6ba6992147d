import type { KeyboardEvent, ReactNode } from "react";
import { Keys } from "@/components/patterns/keys/keys";
import { Button } from "@/components/ui/button";

export interface FormFootProps {
  /** The verb on the button. */
  label: string;
  /** Why it cannot be sent yet. */
  obstacle: string | null;
  sending: boolean;
  onCancel: () => void;
  children?: ReactNode;
}

/** Send and back, the same under every form of an answer. */
export function FormFoot({ label, obstacle, sending, onCancel, children }: FormFootProps) {
  return (
    <div className="flex flex-col gap-2">
      {children}
      <div className="flex gap-2">
        <Button type="submit" variant="primary" className="flex-1 gap-2!" loading={sending} disabledReason={obstacle}>
          {label} <Keys keys="mod+Enter" className="opacity-80" />
        </Button>
        <Button onClick={onCancel}>
          Back <Keys keys="Escape" />
        </Button>
      </div>
    </div>
  );
}

/** Ctrl or Cmd with Enter. */
export const isSendChord = (event: KeyboardEvent): boolean => event.key === "Enter" && (event.ctrlKey || event.metaKey);

/** Ctrl or Cmd with Enter sends a form from any of its fields; Enter alone in a line or on a choice does not. */
export function submitOnChord(event: KeyboardEvent<HTMLFormElement>): void {
  if (event.key !== "Enter") return;
  const chord = isSendChord(event);
  if (!chord && !(event.target instanceof HTMLInputElement)) return;
  event.preventDefault();
  if (!chord) return;
  event.stopPropagation();
  if (!event.repeat) event.currentTarget.requestSubmit();
}
