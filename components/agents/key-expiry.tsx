"use client";

import { FormField } from "@/components/patterns/forms/form-field";
import { useNow } from "@/components/patterns/time/clock";
import { Select } from "@/components/ui/select";
import { formatDate } from "@/lib/platform/format";

const dayMs = 86_400_000;
export const defaultDays = 90;
const choices = [1, 7, 30, 90, 180, 365];

/** The end of a key that is made at `fromMs` and lives this many days. */
export function expiryAfter(fromMs: number, days: number): Date {
  return new Date(fromMs + days * dayMs);
}

/** How long a key lives: always for a limited time. */
export function KeyExpiry({
  days,
  onChange,
  error,
}: {
  days: number;
  onChange: (days: number) => void;
  error?: string;
}) {
  const now = useNow(60_000);
  return (
    <FormField
      label="Expires after"
      required
      error={error}
      hint="Every key expires, after 400 days at most. Rotate it before then."
    >
      <Select
        value={String(days)}
        onValueChange={(value) => onChange(Number(value))}
        options={choices.map((choice) => ({
          value: String(choice),
          label: choice === 1 ? "1 day" : `${choice} days`,
          hint: `until ${formatDate(now + choice * dayMs)}`,
        }))}
      />
    </FormField>
  );
}
