import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignInScreen } from "@/components/people/sign-in-screen";
import { ownPath } from "@/lib/platform/auth/own-path";
import { env } from "@/lib/platform/env";
import { ForbiddenError } from "@/lib/platform/errors";
import { sessionEnded } from "@/lib/sessions/sign-in.rules";
import { currentPerson } from "@/lib/sign-in/current-person.service";
import { listDemoAccounts } from "@/lib/sign-in/demo-accounts.views";

export const metadata: Metadata = { title: "Sign in" };

type Search = Record<string, string | string[] | undefined>;

const one = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);

/** next-auth comes back with a full address of ours in `callbackUrl`; our own links say `next`. */
function destination(search: Search): string {
  const origin = new URL(env().NEXTAUTH_URL).origin;
  const wanted = one(search.next) ?? one(search.callbackUrl);
  return ownPath(wanted?.startsWith(`${origin}/`) ? wanted.slice(origin.length) : wanted);
}

export default async function SignInPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const next = destination(search);
  const error = one(search.error);
  const signedIn = await currentPerson().catch((refusal: unknown) => {
    if (refusal instanceof ForbiddenError) return undefined;
    throw refusal;
  });
  if (signedIn && (!error || error === sessionEnded)) redirect(next);
  const demo = env().SIGNALBOX_DEMO === "1" ? await listDemoAccounts() : [];
  const providers = env().SIGNALBOX_OIDC.map(({ id, name }) => ({ id, name }));
  return <SignInScreen next={next} error={error ?? null} providers={providers} demo={demo} />;
}
