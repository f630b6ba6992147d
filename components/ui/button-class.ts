import { clsx } from "clsx";

export type ButtonVariant = "default" | "primary" | "quiet" | "danger" | "danger-solid" | "link";
export type ButtonSize = "sm" | "md" | "lg" | "icon-sm" | "icon-md" | "icon-lg";

const base =
  "inline-flex select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-semibold transition-colors " +
  "disabled:opacity-50 aria-disabled:opacity-50 coarse:min-h-11";

const variants: Record<ButtonVariant, string> = {
  default: "border border-edge bg-panel text-ink hover:bg-hover active:bg-line-soft",
  primary: "border border-ink bg-ink text-panel hover:opacity-90 active:opacity-80",
  quiet: "border border-transparent text-ink-soft hover:bg-hover hover:text-ink active:bg-line-soft",
  danger: "border border-danger bg-panel text-danger hover:bg-danger-soft active:bg-danger-soft",
  "danger-solid": "border border-danger bg-danger text-on-danger hover:opacity-90 active:opacity-80",
  link: "font-medium text-accent underline-offset-2 hover:underline",
};

const sizes: Record<ButtonSize, string> = {
  sm: "h-7 px-2.5 text-sm",
  md: "h-8 px-3 text-base",
  lg: "h-10 px-4 text-md",
  "icon-sm": "size-7 coarse:min-w-11",
  "icon-md": "size-8 coarse:min-w-11",
  "icon-lg": "size-10 coarse:min-w-11",
};

/** The look of a button, for links that should look like one. */
export function buttonClass(variant: ButtonVariant = "default", size: ButtonSize = "md", className?: string): string {
  return clsx(base, variants[variant], variant === "link" ? "text-base" : sizes[size], className);
}
