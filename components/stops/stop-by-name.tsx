"use client";

import { FormField } from "@/components/patterns/forms/form-field";
import type { StopScopeOption } from "@/components/stops/stop-scope";
import { Input } from "@/components/ui/input";
import { RadioGroup } from "@/components/ui/radio-group";

export type NamedType = "kind" | "action" | "resource";

export interface StopName {
  type: NamedType;
  id: string;
}

const types = {
  kind: { label: "Kind of agent", hint: "Every agent of it, such as finance.", said: "Every agent of kind" },
  action: { label: "Action type", hint: "Whichever agent asks for it, such as issue_refund.", said: "Action" },
  resource: {
    label: "Resource",
    hint: "Its type and id, such as invoice:VC-118; invoice:* is every invoice.",
    said: "Resource",
  },
} as const satisfies Record<NamedType, { label: string; hint: string; said: string }>;

/** The scope that was named, or null while there is no name. */
export function namedScope({ type, id }: StopName): StopScopeOption | null {
  const name = id.trim();
  const whole = type !== "resource" || /^[^:]+:.+$/.test(name);
  return name !== "" && whole ? { type, id: name, label: `${types[type].said} ${name}` } : null;
}

/** Names what to stop, for what is not on this page. */
export function StopByName({ name, onChange }: { name: StopName; onChange: (name: StopName) => void }) {
  return (
    <div className="flex flex-col gap-3 border-l-2 border-line pl-3.5 sm:ml-2">
      <RadioGroup
        aria-label="What the name is of"
        inline
        value={name.type}
        onValueChange={(type) => onChange({ ...name, type })}
        options={(Object.keys(types) as NamedType[]).map((type) => ({ value: type, label: types[type].label }))}
      />
      <FormField label="Name" hint={types[name.type].hint}>
        <Input
          mono
          value={name.id}
          maxLength={600}
          spellCheck={false}
          autoCapitalize="none"
          autoComplete="off"
          onChange={(event) => onChange({ ...name, id: event.target.value })}
        />
      </FormField>
    </div>
  );
}
