"use client";

import { Button, type ButtonProps } from "@/components/ui/button";
import { Tooltip } from "@/components/ui/tooltip";

export interface IconButtonProps extends Omit<ButtonProps, "icon" | "aria-label" | "size"> {
  size?: "sm" | "md" | "lg";
  /** The button's name: its accessible name and its tooltip. */
  label: string;
}

/** A square button that shows an icon; its name is in the tooltip. */
export function IconButton({
  label,
  size = "md",
  variant = "quiet",
  className,
  disabledReason,
  ...rest
}: IconButtonProps) {
  const button = (
    <Button
      {...rest}
      aria-label={label}
      size={`icon-${size}`}
      variant={variant}
      disabledReason={disabledReason}
      className={className}
    />
  );
  return disabledReason ? button : <Tooltip content={label}>{button}</Tooltip>;
}
