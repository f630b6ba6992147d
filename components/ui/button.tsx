"use client";

import { clsx } from "clsx";
import type { ComponentProps, MouseEvent, ReactNode } from "react";
import { useId } from "react";
import { buttonClass, type ButtonSize, type ButtonVariant } from "@/components/ui/button-class";
import { Spinner } from "@/components/ui/spinner";
import { Tooltip } from "@/components/ui/tooltip";

export interface ButtonProps extends ComponentProps<"button"> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** Work under way: the button keeps its width, spins and ignores presses. */
  loading?: boolean;
  /** Disables the button and says why, on hover, on focus and to screen readers. It stays reachable by keyboard. */
  disabledReason?: string | null | false;
  /** A small icon before the text. */
  icon?: ReactNode;
}

/** A button. A disabled one says why, through `disabledReason`. */
export function Button({
  variant = "default",
  size = "md",
  loading = false,
  disabledReason,
  icon,
  className,
  children,
  onClick,
  type = "button",
  ...rest
}: ButtonProps) {
  const reasonId = useId();
  const reason = disabledReason || undefined;
  const blocked = loading || reason !== undefined;

  function press(event: MouseEvent<HTMLButtonElement>) {
    if (blocked) {
      event.preventDefault();
      return;
    }
    onClick?.(event);
  }

  const button = (
    <button
      {...rest}
      type={type}
      onClick={press}
      className={buttonClass(variant, size, clsx(loading && !icon && "relative", className))}
      {...(blocked ? { "aria-disabled": true } : {})}
      {...(loading ? { "aria-busy": true } : {})}
      {...(reason ? { "aria-describedby": reasonId } : {})}
    >
      {loading && icon ? <Spinner /> : icon}
      {loading && !icon ? (
        <>
          <span className="inline-flex items-center gap-[inherit] opacity-0">{children}</span>
          <span className="absolute inset-0 grid place-items-center">
            <Spinner />
          </span>
        </>
      ) : (
        children
      )}
      {reason ? (
        <span id={reasonId} hidden>
          {reason}
        </span>
      ) : null}
    </button>
  );
  return reason ? <Tooltip content={reason}>{button}</Tooltip> : button;
}
