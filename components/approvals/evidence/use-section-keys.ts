import { type RefObject, useRef } from "react";
import { useShortcuts } from "@/components/patterns/keys/shortcuts";

const group = "Approvals";
/** Pixels by which a heading may stand off the upper edge and still be the one that one reads under. */
const nearby = 24;

/** The headings of the evidence, in the order in which it is read. */
function headingsOf(pane: HTMLElement): HTMLElement[] {
  return [...pane.querySelectorAll<HTMLElement>("h3")];
}

/** Goes to the part after or before the one that has the focus, or that stands at the upper edge; before the first it is the beginning. */
function jump(pane: HTMLElement | null, by: 1 | -1): void {
  if (!pane) return;
  const headings = headingsOf(pane);
  const focused = headings.findIndex((heading) => heading === document.activeElement);
  const edge = pane.getBoundingClientRect().top;
  const passed = headings.filter((heading) => heading.getBoundingClientRect().top - edge <= nearby).length - 1;
  const target = (focused === -1 ? passed : focused) + by;
  const heading = headings[Math.min(target, headings.length - 1)];
  if (target < 0 || !heading) {
    pane.scrollTop = 0;
    pane.focus({ preventScroll: true });
    return;
  }
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  heading.scrollIntoView({ block: "start" });
}

/** N and P go from one part of the evidence to the next, and back. @returns where the evidence is, for its element */
export function useSectionKeys(): RefObject<HTMLElement | null> {
  const pane = useRef<HTMLElement>(null);
  useShortcuts([
    { keys: "n", label: "Next part of the evidence", group, repeats: true, run: () => jump(pane.current, 1) },
    { keys: "p", label: "Previous part of the evidence", group, repeats: true, run: () => jump(pane.current, -1) },
  ]);
  return pane;
}
