"use client";

import { useRef, useSyncExternalStore } from "react";
import { useClosesAnswers } from "@/components/approvals/decision/closing";
import { useWasOnScreen } from "@/components/patterns/page/in-sight";
import { answersThatRun } from "@/lib/approvals/answers.rules";

/** One pane at a time, or a phone on its side: there the parameters may lie below what is in sight. */
const phone = "(width < 48rem), (height < 30rem)";

function watchPhone(watcher: () => void): () => void {
  const query = window.matchMedia(phone);
  query.addEventListener("change", watcher);
  return () => query.removeEventListener("change", watcher);
}

/** Stands under what will run: on a phone nothing is approved before its end was on the screen. */
export function ParametersEnd() {
  const end = useRef<HTMLDivElement>(null);
  const wasSeen = useWasOnScreen(end);
  const isPhone = useSyncExternalStore(
    watchPhone,
    () => window.matchMedia(phone).matches,
    () => false,
  );
  useClosesAnswers(
    isPhone && !wasSeen ? "First read what will run: its end has not been on the screen yet." : null,
    answersThatRun,
  );
  return <div ref={end} aria-hidden="true" className="h-px" />;
}
