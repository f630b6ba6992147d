"use client";

import { type RefCallback, type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { type RowRange, rowsInSight, scrollToRow, withinCount } from "@/components/patterns/tables/row-window.rules";

export interface RowWindowOptions {
  count: number;
  /** The height of a row before one could be measured. */
  rowPx: number;
  /** How much is in sight before it could be measured: what the server draws. */
  heightPx: number;
  /** Finds a rendered row, where rows may be taller than assumed: for larger letters, or wider spacing. */
  sample?: (frame: HTMLElement) => Element | null;
}

export interface RowWindow extends RowRange {
  /** The ref of what scrolls; it may come and go. */
  attach: RefCallback<HTMLElement>;
  frame: RefObject<HTMLElement | null>;
  /** The height of a row, as measured. */
  rowPx: number;
  /** How far it is scrolled, as last heard: asking the page itself would make it lay everything out at once. */
  top: RefObject<number>;
  /** Scrolls just so far that the row is in sight, and draws it. */
  reveal: (index: number) => void;
}

const overscan = 5;

/** Draws of a list of any length only what is in sight: for rows of one height, which need no measuring one by one. */
export function useRowWindow({ count, rowPx: firstRowPx, heightPx, sample }: RowWindowOptions): RowWindow {
  const [rowPx, setRowPx] = useState(firstRowPx);
  const [range, setRange] = useState<RowRange>(() => rowsInSight({ topPx: 0, heightPx, rowPx: firstRowPx, overscan }));
  const measured = useRef(firstRowPx);
  const top = useRef(0);
  const findSample = useRef(sample);
  useEffect(() => {
    findSample.current = sample;
  });

  const look = useCallback((element: HTMLElement) => {
    const height = findSample.current?.(element)?.getBoundingClientRect().height;
    if (height && Math.abs(height - measured.current) > 0.01) {
      measured.current = height;
      setRowPx(height);
    }
    top.current = element.scrollTop;
    const next = rowsInSight({ topPx: top.current, heightPx: element.clientHeight, rowPx: measured.current, overscan });
    setRange((known) => (known.first === next.first && known.end === next.end ? known : next));
  }, []);

  const frame = useRef<HTMLElement>(null);
  const attach = useCallback<RefCallback<HTMLElement>>(
    (element) => {
      if (!element) return;
      frame.current = element;
      // In the same frame as the scrolling: a window drawn later would show a gap first.
      const onScroll = () => flushSync(() => look(element));
      const sizes = new ResizeObserver(() => look(element));
      sizes.observe(element);
      element.addEventListener("scroll", onScroll, { passive: true });
      return () => {
        frame.current = null;
        sizes.disconnect();
        element.removeEventListener("scroll", onScroll);
      };
    },
    [look],
  );

  const reveal = useCallback(
    (index: number) => {
      const element = frame.current;
      if (!element) return;
      const wanted = scrollToRow(index, {
        topPx: element.scrollTop,
        heightPx: element.clientHeight,
        rowPx: measured.current,
      });
      if (wanted === null) return;
      element.scrollTop = wanted;
      look(element);
    },
    [look],
  );

  return { ...withinCount(range, count), attach, frame, top, rowPx, reveal };
}
