import type { ReactElement, ReactNode } from "react";
import type { OpenerProps } from "@/components/ui/opener";

export interface PopoverProps {
  /** The button that opens it. */
  trigger: ReactElement<OpenerProps>;
  title?: ReactNode;
  children: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  align?: "start" | "center" | "end";
  side?: "top" | "bottom" | "left" | "right";
  className?: string;
}
