import type { ReactElement, ReactNode } from "react";
import type { dialogWidths } from "@/components/ui/dialog-class";
import type { OpenerProps } from "@/components/ui/opener";

export interface DialogProps {
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** The button that opens it; leave out when `open` is controlled. */
  trigger?: ReactElement<OpenerProps>;
  title: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
  /** The row of buttons at the bottom. */
  footer?: ReactNode;
  width?: keyof typeof dialogWidths;
}

export interface AlertDialogProps extends Omit<DialogProps, "width" | "description" | "footer"> {
  /** What will happen, in one or two plain sentences. */
  description: ReactNode;
  /** The buttons; the one that does nothing comes first. */
  footer: ReactNode;
}
