"use client";

import { Spinner } from "@/components/ui/spinner";
import { formatQuantity } from "@/lib/platform/format";

export interface DemoGroup {
  slug: string;
  name: string;
  accounts: ReadonlyArray<{ email: string; name: string; roleTitle: string }>;
}

export interface DemoAccountsProps {
  groups: ReadonlyArray<DemoGroup>;
  /** The e-mail address that is being signed in, if any. */
  busy: string | null;
  onChoose: (email: string) => void;
}

/** One press per account of the demo. */
export function DemoAccounts({ groups, busy, onChoose }: DemoAccountsProps) {
  return (
    <section aria-labelledby="demo-title">
      <h2 id="demo-title" className="text-md font-semibold">
        Demo
      </h2>
      <p className="mb-3 text-ink-soft">
        {formatQuantity(groups.length, "workspace")}, each with its people and their roles. One click signs you in.
      </p>
      <div className="grid gap-4 sm:max-lg:grid-cols-1 lg:grid-cols-2">
        {groups.map((group) => (
          <div
            key={group.slug}
            role="group"
            aria-labelledby={`demo-${group.slug}`}
            className="min-w-0 overflow-clip rounded-lg border border-line bg-panel"
          >
            <h3 id={`demo-${group.slug}`} className="border-b border-line-soft px-3.5 py-2 font-semibold">
              {group.name}
            </h3>
            <ul className="divide-y divide-line-soft">
              {group.accounts.map((account) => (
                <li key={account.email}>
                  <button
                    type="button"
                    title={account.email}
                    aria-disabled={busy !== null || undefined}
                    onClick={() => onChoose(account.email)}
                    className="flex w-full items-baseline justify-between gap-3 px-3.5 py-2 text-left hover:bg-hover focus-visible:-outline-offset-2 aria-disabled:text-mute coarse:min-h-11 coarse:items-center"
                  >
                    <span className="font-medium">{account.roleTitle}</span>
                    <span className="flex min-w-0 items-center gap-2 text-mute">
                      {busy === account.email ? <Spinner label="Signing in" /> : null}
                      <span className="truncate">{account.name}</span>
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </section>
  );
}
