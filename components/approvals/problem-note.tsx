import type { ReactNode } from "react";
import { type ProblemInWords, inWords } from "@/components/approvals/problem-in-words";
import { CopyId } from "@/components/patterns/copy/copy-id";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { RequestId } from "@/components/patterns/states/request-id";
import { Button } from "@/components/ui/button";
import { buttonClass } from "@/components/ui/button-class";
import { PageLink } from "@/components/ui/page-link";
import { routes } from "@/lib/platform/routes";

export interface ProblemNoteProps {
  problem: ProblemInWords;
  onDismiss?: () => void;
}

/** What went wrong with an answer: what happened, what it means for the agent, what to do, and the id to ask with. */
export function ProblemNote({ problem, onDismiss }: ProblemNoteProps) {
  const { title, meaning, advice, faults, code, requestId } = problem;
  const signedOut = code === "unauthenticated" || code === "session_ended";
  return (
    <div role="alert" className="rounded-md border border-danger bg-danger-soft px-3 py-2.5">
      <p className="font-semibold">{title}</p>
      <p className="mt-0.5 text-ink-soft">
        <OutsideText text={`${meaning} ${advice}`} />
      </p>
      {faults.length > 0 ? (
        <ul className="mt-1 list-disc pl-4 text-ink-soft">
          {faults.map((fault) => (
            <li key={fault.path + fault.message}>
              <code className="text-mono">
                <OutsideText text={fault.path} />
              </code>{" "}
              <OutsideText text={fault.message} />
            </li>
          ))}
        </ul>
      ) : null}
      <div className="mt-1.5 flex flex-wrap items-center justify-between gap-2 text-sm text-ink-soft">
        {requestId ? (
          <span>
            Request <CopyId id={requestId} label="request id" />
          </span>
        ) : (
          <span />
        )}
        {signedOut ? (
          <PageLink href={routes.signIn(routes.approvals())} className={buttonClass("default", "sm")}>
            Sign in
          </PageLink>
        ) : onDismiss ? (
          <Button size="sm" variant="quiet" onClick={onDismiss}>
            Dismiss
          </Button>
        ) : null}
      </div>
    </div>
  );
}

/** Any failure as a notice: its title, and the rest under it with the id to ask with. */
export function problemNews(error: unknown): { title: string; description: ReactNode } {
  const { title, meaning, advice, requestId } = inWords(error);
  return {
    title,
    description: (
      <>
        {meaning} {advice}
        <RequestId id={requestId} />
      </>
    ),
  };
}
