import { clsx } from "clsx";
import type { ReactNode } from "react";

type Shape = "ring" | "half" | "tick" | "cross" | "clock" | "slash" | "dot" | "pulse" | "dash" | "square" | "triangle";

interface StatusLook {
  word: string;
  shape: Shape;
  tone?: "ink" | "mute" | "go" | "caution" | "danger";
}

/** Every state a thing of the console can be in: a shape and a word; only signals have a colour. */
const looks = {
  pending: { word: "Pending", shape: "ring", tone: "ink" },
  settling: { word: "Settling", shape: "half", tone: "ink" },
  approved: { word: "Approved", shape: "tick", tone: "ink" },
  edited: { word: "Edited", shape: "tick", tone: "ink" },
  allowed: { word: "Allowed", shape: "tick", tone: "ink" },
  denied: { word: "Denied", shape: "cross", tone: "ink" },
  rejected: { word: "Rejected", shape: "cross", tone: "ink" },
  expired: { word: "Expired", shape: "clock" },
  cancelled: { word: "Cancelled", shape: "slash" },
  escalated: { word: "Escalated", shape: "half", tone: "ink" },
  held: { word: "Held", shape: "ring", tone: "ink" },
  running: { word: "Running", shape: "pulse", tone: "ink" },
  queued: { word: "Queued", shape: "ring" },
  done: { word: "Done", shape: "tick", tone: "ink" },
  started: { word: "Started", shape: "pulse", tone: "ink" },
  succeeded: { word: "Succeeded", shape: "tick", tone: "ink" },
  failed: { word: "Failed", shape: "cross", tone: "danger" },
  partial: { word: "Partial", shape: "half", tone: "ink" },
  lost: { word: "Lost", shape: "dash", tone: "danger" },
  ended: { word: "Ended", shape: "dot" },
  active: { word: "Active", shape: "dot", tone: "ink" },
  paused: { word: "Paused", shape: "ring" },
  inactive: { word: "Inactive", shape: "slash" },
  deactivated: { word: "Deactivated", shape: "slash" },
  revoked: { word: "Revoked", shape: "slash" },
  retired: { word: "Retired", shape: "slash" },
  invited: { word: "Invited", shape: "ring" },
  pass: { word: "Pass", shape: "tick" },
  hold: { word: "Hold", shape: "triangle", tone: "caution" },
  deny: { word: "Deny", shape: "square", tone: "danger" },
  probation: { word: "On probation", shape: "triangle", tone: "caution" },
  stopped: { word: "Stopped", shape: "square", tone: "danger" },
} as const satisfies Record<string, StatusLook>;

export type Status = keyof typeof looks;

const tones = { ink: "text-ink", mute: "text-mute", go: "text-go", caution: "text-caution", danger: "text-danger" };

export interface StatusMarkProps {
  status: Status;
  /** The word beside the shape, where the usual one does not fit. */
  children?: ReactNode;
  className?: string;
}

/** A state: a shape and a word, monochrome unless it is a signal. */
export function StatusMark({ status, children, className }: StatusMarkProps) {
  const look: StatusLook = looks[status];
  return (
    <span
      className={clsx(
        "inline-flex items-center gap-1.5 font-medium whitespace-nowrap",
        tones[look.tone ?? "mute"],
        className,
      )}
    >
      <svg
        width="12"
        height="12"
        viewBox="0 0 12 12"
        aria-hidden="true"
        className="shrink-0"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <StatusShape shape={look.shape} />
      </svg>
      {children ?? look.word}
    </span>
  );
}

function StatusShape({ shape }: { shape: Shape }) {
  switch (shape) {
    case "ring":
      return <circle cx="6" cy="6" r="4.5" />;
    case "half":
      return (
        <>
          <circle cx="6" cy="6" r="4.5" />
          <path d="M6 1.5a4.5 4.5 0 0 1 0 9z" fill="currentColor" stroke="none" />
        </>
      );
    case "tick":
      return <path d="m1.8 6.4 2.8 2.8 5.6-6.2" />;
    case "cross":
      return <path d="m2.4 2.4 7.2 7.2m0-7.2L2.4 9.6" />;
    case "clock":
      return (
        <>
          <circle cx="6" cy="6" r="4.5" />
          <path d="M6 3.4V6l1.8 1.2" />
        </>
      );
    case "slash":
      return (
        <>
          <circle cx="6" cy="6" r="4.5" />
          <path d="m3 9 6-6" />
        </>
      );
    case "dot":
      return <circle cx="6" cy="6" r="3" fill="currentColor" stroke="none" />;
    case "pulse":
      return (
        <>
          <circle cx="6" cy="6" r="4.5" opacity="0.35" />
          <circle cx="6" cy="6" r="2.4" fill="currentColor" stroke="none" className="animate-pulse" />
        </>
      );
    case "dash":
      return <path d="M2 6h8" />;
    case "square":
      return <rect x="1.2" y="1.2" width="9.6" height="9.6" rx="1" fill="currentColor" stroke="none" />;
    case "triangle":
      return <path d="M6 .9 11.6 11H.4z" fill="currentColor" stroke="none" />;
  }
}
