import { PersonName } from "@/components/people/person-name";
import type { Actor } from "@/lib/actions/action.schemas";

export interface DeciderNameProps {
  by: Actor;
  /** The reader's own id, where they are to be shown as "You". */
  myId?: string;
  tabbable?: boolean;
}

/** Who decided an action: a person, the interlocks alone, the agent that took it back, or the time limit. */
export function DeciderName({ by, myId, tabbable }: DeciderNameProps) {
  if (by.type === "policy") return "the interlocks";
  if (by.type === "system" && by.id === "worker") return "the time limit";
  return (
    <PersonName of={by} tabbable={tabbable}>
      {by.id === myId ? "You" : undefined}
    </PersonName>
  );
}
