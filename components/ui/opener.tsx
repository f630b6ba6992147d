"use client";

import { cloneElement, type FocusEvent, type MouseEvent, type PointerEvent, type ReactElement } from "react";

export interface OpenerProps {
  onClick?: (event: MouseEvent<HTMLElement>) => void;
  onPointerEnter?: (event: PointerEvent<HTMLElement>) => void;
  onFocus?: (event: FocusEvent<HTMLElement>) => void;
  "aria-haspopup"?: "dialog" | "menu";
  "aria-expanded"?: boolean;
}

export interface OpenerOptions {
  opens: "dialog" | "menu";
  open: boolean;
  onPress: (event: MouseEvent<HTMLElement>) => void;
  preload: () => void;
}

/** The given button, made to open something: it says so, and fetches the thing when one comes near. */
export function asOpener(
  button: ReactElement<OpenerProps>,
  { opens, open, onPress, preload }: OpenerOptions,
): ReactElement {
  const own = button.props;
  return cloneElement(button, {
    "aria-haspopup": opens,
    "aria-expanded": open,
    onClick(event) {
      own.onClick?.(event);
      if (!event.defaultPrevented) onPress(event);
    },
    onPointerEnter(event) {
      own.onPointerEnter?.(event);
      preload();
    },
    onFocus(event) {
      own.onFocus?.(event);
      preload();
    },
  });
}
