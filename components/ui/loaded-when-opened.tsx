"use client";

import { type ComponentType, createElement, lazy, type ReactElement, useState } from "react";
import { untilLoaded } from "@/components/ui/until-loaded";

export interface LoadedWhenOpened<Props> {
  /** Renders the part; to be placed inside a Suspense boundary. */
  Part: (props: Props) => ReactElement;
  /** Fetches it ahead: on hover or focus of what opens it. */
  preload: () => void;
}

/**
 * A part of the page that only matters once something is opened. Popups need a positioning engine that weighs more than
 * most pages; so it is fetched when first needed, not with every page. What was fetched ahead is drawn at once.
 */
export function loadedWhenOpened<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): LoadedWhenOpened<Props> {
  let fetching: Promise<{ default: ComponentType<Props> }> | undefined;
  let fetched: ComponentType<Props> | undefined;
  const fetchOnce = () =>
    (fetching ??= untilLoaded(load).then((Part) => {
      fetched = Part;
      return { default: Part };
    }));
  const Later: ComponentType<Props> = lazy(fetchOnce);
  return {
    Part: function Part(props) {
      // Whichever it was first, it stays: another would lose what one has typed into it.
      const [shown] = useState(() => ({ Shown: fetched ?? Later }));
      return createElement(shown.Shown, props);
    },
    preload() {
      fetchOnce().catch(() => {
        // Not reachable just now: opening it tries again, and fails where one can see it.
        fetching = undefined;
      });
    },
  };
}
