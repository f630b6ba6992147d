"use client";

import { useQuery } from "@tanstack/react-query";
import { NamedInput } from "@/components/patterns/forms/named-input";
import { personLabel, useFindPeople } from "@/components/people/use-find-people";
import { personQuery } from "@/lib/people/people.client";

export interface PersonInputProps {
  /** Id of the chosen person; empty for none. */
  value: string;
  onChoose: (id: string) => void;
  /** Whether something is typed that means no one yet. */
  onTyping?: (unsettled: boolean) => void;
}

/** One person, by name, address or id. For who may read them. */
export function PersonInput({ value, onChoose, onTyping }: PersonInputProps) {
  const find = useFindPeople();
  const { data } = useQuery({ ...personQuery(value), enabled: value !== "", retry: false });
  return (
    <NamedInput
      value={value}
      name={data?.id === value ? personLabel(data) : null}
      find={find}
      onChoose={onChoose}
      onTyping={onTyping}
      placeholder="Name or per_…"
    />
  );
}
