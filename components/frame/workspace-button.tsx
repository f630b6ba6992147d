import { ChevronsUpDown } from "lucide-react";
import type { ComponentProps } from "react";

/** The button that names the workspace in view. */
export function WorkspaceButton({ name, ...rest }: { name: string } & ComponentProps<"button">) {
  return (
    <button
      type="button"
      aria-haspopup="menu"
      {...rest}
      aria-label={`Workspace: ${name}`}
      className="flex h-8 items-center gap-1.5 rounded-md border border-line px-[9px] font-medium text-ink-soft hover:bg-hover max-lg:hidden coarse:min-h-11"
    >
      <span className="max-w-44 truncate">{name}</span>
      <ChevronsUpDown size={13} className="text-mute" aria-hidden="true" />
    </button>
  );
}
