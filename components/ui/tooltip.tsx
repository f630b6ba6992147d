"use client";

import { Tooltip as Base } from "@base-ui/react/tooltip";
import type { ReactElement, ReactNode } from "react";

interface Hint {
  content: ReactNode;
}

/** One tooltip serves the whole console: a table of a thousand hints costs a thousand triggers and one popup. */
const hints = Base.createHandle<Hint>();

export interface TooltipProps {
  /** What the tooltip says. Nothing is shown when it is empty. */
  content: ReactNode;
  /** The element that shows it on hover and on focus; it must take props and a ref. */
  children: ReactElement;
}

/**
 * A hint on hover and focus. It never holds the only copy of something: the element keeps its own accessible name.
 */
export function Tooltip({ content, children }: TooltipProps) {
  if (content === undefined || content === null || content === "") return children;
  return <Base.Trigger handle={hints} payload={{ content }} render={children} />;
}

/** Draws the tooltip that is open. Rendered once, by the providers. */
export function TooltipLayer() {
  return (
    <Base.Root handle={hints}>
      {({ payload }) => (
        <Base.Portal>
          <Base.Positioner sideOffset={6} collisionPadding={8} className="z-50">
            <Base.Popup className="popup-motion max-w-72 rounded-md bg-ink px-2 py-1 text-xs text-panel shadow-popup">
              {payload?.content}
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      )}
    </Base.Root>
  );
}

export const TooltipProvider = Base.Provider;
