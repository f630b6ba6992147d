"use client";

import { clsx } from "clsx";
import { Button, type ButtonProps } from "@/components/ui/button";
import { Tooltip } from "@/components/ui/tooltip";

export interface IconButtonProps extends Omit<ButtonProps, "icon" | "aria-label"> {
  /** The button's name: its accessible name and its tooltip. */
  label: string;
}

/** A square button that shows a picture; its name is in the tooltip. */
export function IconButton({ label, size = "md", variant = "quiet", className, disabledReason, ...rest }: IconButtonProps) {
  const square = size === "sm" ? "w-7 px-0" : size === "lg" ? "w-10 px-0" : "w-8 px-0";
  const button = (
    <Button
      {...rest}
      aria-label={label}
      size={size}
      variant={variant}
      disabledReason={disabledReason}
      className={clsx(square, "coarse:min-w-11", className)}
    />
  );
  return disabledReason ? button : <Tooltip content={label}>{button}</Tooltip>;
}
