"use client";

import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { CopyButton } from "@/components/patterns/copy/copy-button";
import { Button } from "@/components/ui/button";

export interface SecretOnceProps {
  secret: string;
  /** What it is and where it belongs, after "This is the only time it is shown." */
  children: ReactNode;
  copyLabel: string;
  /** Somebody tried to close the dialog without saying that they have it. */
  insisted: boolean;
  onDone: () => void;
}

/** A link or token, the only time it is seen. */
export function SecretOnce({ secret, children, copyLabel, insisted, onDone }: SecretOnceProps) {
  return (
    <div className="flex flex-col gap-4">
      <p className="flex items-start gap-2 rounded-md border border-line bg-sunk px-3 py-2.5">
        <TriangleAlert size={16} className="mt-0.5 shrink-0" aria-hidden="true" />
        <span>
          <b className="font-semibold">This is the only time it is shown.</b> {children}
        </span>
      </p>
      <div className="flex flex-wrap items-center gap-2 rounded-md border border-field bg-panel p-2.5">
        <code className="text-mono min-w-0 flex-1 break-all select-all" data-testid="secret">
          {secret}
        </code>
        <CopyButton text={secret} label={copyLabel} variant="default" />
      </div>
      {insisted ? (
        <p role="alert" className="text-danger">
          Confirm first that you have it: it cannot be shown again.
        </p>
      ) : null}
      <div className="flex justify-end">
        <Button variant="primary" onClick={onDone}>
          I have it
        </Button>
      </div>
    </div>
  );
}
