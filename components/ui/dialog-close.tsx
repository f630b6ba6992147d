"use client";

import { cloneElement, createContext, type MouseEvent, type ReactElement, type ReactNode, useContext } from "react";

/** Closes the dialog, question or popover that one is in. */
export const CloseContext = createContext<() => void>(() => undefined);

export interface DialogCloseProps {
  /** The button: `<Button />`. */
  render: ReactElement<{ onClick?: (event: MouseEvent<HTMLElement>) => void; children?: ReactNode }>;
  children?: ReactNode;
}

/** A button that closes the dialog it stands in. */
export function DialogClose({ render, children }: DialogCloseProps) {
  const close = useContext(CloseContext);
  return cloneElement(render, {
    ...(children === undefined ? {} : { children }),
    onClick(event) {
      render.props.onClick?.(event);
      if (!event.defaultPrevented) close();
    },
  });
}
