"use client";

import { useState } from "react";
import { DemoAccounts, type DemoGroup } from "@/components/people/demo-accounts";
import { SignInFaultNote } from "@/components/people/sign-in-fault-note";
import { SignInForm } from "@/components/people/sign-in-form";
import { Button } from "@/components/ui/button";
import { demoPassword } from "@/lib/sessions/sign-in.rules";
import { providerAddress, signInWithPassword } from "@/lib/sign-in/sign-in.client";

export interface SignInScreenProps {
  /** A path of our own, checked by the server. */
  next: string;
  /** What the last attempt ended with. */
  error: string | null;
  providers: ReadonlyArray<{ id: string; name: string }>;
  demo: ReadonlyArray<DemoGroup>;
}

/** Every way to sign in that this installation offers. */
export function SignInScreen({ next, error: firstError, providers, demo }: SignInScreenProps) {
  const [error, setError] = useState(firstError);
  const [busy, setBusy] = useState<string | null>(null);

  async function enter(what: string, attempt: () => Promise<string | undefined>) {
    if (busy) return;
    setBusy(what);
    setError(null);
    const fault = await attempt();
    if (fault === undefined) return;
    setError(fault);
    setBusy(null);
  }

  async function withPassword(email: string, password: string): Promise<string | undefined> {
    const fault = await signInWithPassword(email, password);
    // A whole load, so that nothing of another account stays in memory.
    if (fault === undefined) window.location.assign(next);
    return fault;
  }

  async function withProvider(id: string): Promise<string | undefined> {
    const answer = await providerAddress(id, next);
    if ("error" in answer) return answer.error;
    window.location.assign(answer.url);
    return undefined;
  }

  return (
    <div
      className={
        demo.length > 0
          ? "grid w-full max-w-sm gap-8 lg:max-w-5xl lg:grid-cols-[22rem_1fr] lg:items-start"
          : "w-full max-w-sm"
      }
    >
      <section aria-labelledby="sign-in-title" className="rounded-lg border border-line bg-panel p-5 sm:p-6">
        <h1 id="sign-in-title" className="mb-4 text-xl font-[650] tracking-[-0.015em]">
          Sign in
        </h1>
        <SignInFaultNote code={error} />
        <SignInForm
          busy={busy === "password"}
          onSubmit={(email, password) => enter("password", () => withPassword(email, password))}
        />
        {providers.length > 0 ? (
          <div className="mt-5 flex flex-col gap-2 border-t border-line-soft pt-5">
            {providers.map(({ id, name }) => (
              <Button
                key={id}
                className="w-full"
                loading={busy === `provider:${id}`}
                onClick={() => void enter(`provider:${id}`, () => withProvider(id))}
              >
                Continue with {name}
              </Button>
            ))}
          </div>
        ) : null}
      </section>
      {demo.length > 0 ? (
        <DemoAccounts
          groups={demo}
          busy={busy}
          onChoose={(email) => void enter(email, () => withPassword(email, demoPassword))}
        />
      ) : null}
    </div>
  );
}
