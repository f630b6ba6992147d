"use client";

import { TriangleAlert } from "lucide-react";
import { CopyButton } from "@/components/patterns/copy/copy-button";
import { Button } from "@/components/ui/button";

export interface KeyShownProps {
  secret: string;
  /** More to know, under the key. */
  note?: React.ReactNode;
  /** Somebody tried to close the dialog without saying that they have it. */
  insisted: boolean;
  onDone: () => void;
}

/** A new key, the only time it is seen. */
export function KeyShown({ secret, note, insisted, onDone }: KeyShownProps) {
  return (
    <div className="flex flex-col gap-4">
      <p className="flex items-start gap-2 rounded-md border border-line bg-sunk px-3 py-2.5">
        <TriangleAlert size={16} className="mt-0.5 shrink-0" aria-hidden="true" />
        <span>
          <b className="font-semibold">This is the only time the key is shown.</b> Only its fingerprint is kept: if it
          is lost, make another. Put it where the agent reads its secrets, never into a prompt, a log or a repository.
        </span>
      </p>
      <div className="flex flex-wrap items-center gap-2 rounded-md border border-field bg-panel p-2.5">
        <code className="text-mono min-w-0 flex-1 break-all select-all" data-testid="new-key">
          {secret}
        </code>
        <CopyButton text={secret} label="Copy key" variant="default" />
      </div>
      {note}
      {insisted ? (
        <p role="alert" className="text-danger">
          Confirm first that you have stored it: the key cannot be shown again.
        </p>
      ) : null}
      <div className="flex justify-end">
        <Button variant="primary" onClick={onDone}>
          I have stored it
        </Button>
      </div>
    </div>
  );
}
