"use client";

import "@/app/globals.css";
import { buttonClass } from "@/components/ui/button-class";

/** The last resort, when not even the frame could be made. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <main role="alert" className="mx-auto flex max-w-md flex-col items-center gap-2 px-6 pt-[16dvh] text-center">
          <h1 className="text-md font-semibold">The console could not be shown.</h1>
          <p className="text-ink-soft">Agents are not affected. Stops that are pulled stay pulled.</p>
          {error.digest ? <p className="text-mono text-mute">{error.digest}</p> : null}
          <button type="button" onClick={reset} className={buttonClass()}>
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
