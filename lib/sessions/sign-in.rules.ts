/** The password of every demo account. No account outside the demo has a password that anybody else knows. */
export const demoPassword = "signalbox-demo";

/** However it was typed: passwords are compared in this form (password.service). */
export function isDemoPassword(password: string): boolean {
  return password.normalize("NFC") === demoPassword;
}

/** Whether an account is one of the demo's own cast: its address lies in the workspace's reserved domain (RFC 2606). */
export function isDemoAddress(email: string, workspaceSlug: string): boolean {
  return email.endsWith(`@${workspaceSlug}.example`);
}

/** What went wrong at the sign-in: what happened, and what to do. */
export interface SignInFault {
  title: string;
  advice: string;
  /** When it may be tried again, in Unix milliseconds. */
  until?: number;
}

/** The code of whoever is sent to sign in because the session that they had is over. */
export const sessionEnded = "session_ended";

const faults: Record<string, SignInFault> = {
  [sessionEnded]: {
    title: "Your session is over.",
    advice:
      "It ends twelve hours after you signed in, after two hours without use, or where somebody ended it. Sign in again: you come back to where you were.",
  },
  CredentialsSignin: {
    title: "E-mail and password do not match.",
    advice: "Check both. An administrator of your workspace can invite you again.",
  },
  AccessDenied: { title: "The identity provider did not let you in.", advice: "Try again, or ask whoever runs it." },
  OAuthSignin: { title: "The identity provider cannot be reached.", advice: "Try again in a moment." },
  OAuthCallback: {
    title: "The identity provider's answer was not accepted.",
    advice: "It may have come too late. Start again from here.",
  },
  Callback: { title: "The identity provider's answer was not accepted.", advice: "Start again from here." },
  email_unverified: {
    title: "Your e-mail address is not verified at the identity provider.",
    advice: "Verify it there, then sign in again.",
  },
  foreign_domain: {
    title: "Your e-mail address is in a domain of another identity provider.",
    advice: "Sign in through that one.",
  },
  identity_conflict: {
    title: "This e-mail address belongs to an account with another identity.",
    advice: "Sign in the way you did before.",
  },
  identity_not_linked: {
    title: "Your account is not linked to this identity provider.",
    advice: "Sign in the way you did before, and link it under Account.",
  },
  identity_taken: {
    title: "This identity opens another account.",
    advice: "Nothing was linked. Sign in at the provider with your own.",
  },
  other_address: {
    title: "This identity has another e-mail address than your account.",
    advice: "Nothing was linked. Sign in at the provider with the identity of this account's address.",
  },
  no_access: {
    title: "You have no access to a workspace.",
    advice:
      "None of your groups gives a role here. If you were invited, open the link of your invitation; else ask an administrator.",
  },
  no_workspace: {
    title: "You are no longer an active member of any workspace.",
    advice: "Ask an administrator, or sign in with another account.",
  },
  demo_off: {
    title: "This account belongs to the demo.",
    advice: "The demo is off on this installation. Ask an administrator to invite you.",
  },
  network: { title: "The server cannot be reached.", advice: "Check the connection and try again." },
};

/** Explains the code that signing in ended with; undefined for none. */
export function signInFault(code: string | null | undefined): SignInFault | undefined {
  if (!code) return undefined;
  const lockedUntil = /^locked_out:(\d{1,12})$/.exec(code)?.[1];
  if (lockedUntil) {
    return {
      title: "Too many failed attempts.",
      advice: "Until then nothing is checked, not even the right password.",
      until: Number(lockedUntil) * 1000,
    };
  }
  return (
    faults[code] ?? {
      title: "Signing in did not work.",
      advice: "Try again. If the problem persists, ask whoever runs this installation.",
    }
  );
}
