"use client";

import { type ComponentType, lazy, type LazyExoticComponent } from "react";
import { untilLoaded } from "@/components/ui/until-loaded";

export interface LoadedWhenOpened<Props> {
  /** Renders the part; to be placed inside a Suspense boundary. */
  Part: LazyExoticComponent<ComponentType<Props>>;
  /** Fetches it ahead: on hover or focus of what opens it. */
  preload: () => void;
}

/**
 * A part of the page that only matters once something is opened. Popups need a positioning engine that weighs more than
 * most pages; so it is fetched when first needed, not with every page.
 */
export function loadedWhenOpened<Props>(load: () => Promise<ComponentType<Props>>): LoadedWhenOpened<Props> {
  let fetching: Promise<{ default: ComponentType<Props> }> | undefined;
  const fetchOnce = () => (fetching ??= untilLoaded(load).then((Part) => ({ default: Part })));
  return {
    Part: lazy(fetchOnce),
    preload() {
      fetchOnce().catch(() => {
        // Not reachable just now: opening it tries again, and fails where one can see it.
        fetching = undefined;
      });
    },
  };
}
