import type { ComponentProps } from "react";
import { Avatar } from "@/components/ui/avatar";

/** The round button of the account menu. */
export function AccountButton({ name, ...rest }: { name: string } & ComponentProps<"button">) {
  return (
    <button
      type="button"
      aria-haspopup="menu"
      {...rest}
      aria-label={`Account: ${name}`}
      className="flex shrink-0 items-center justify-center rounded-full coarse:min-h-11 coarse:min-w-9"
    >
      <Avatar name={name} />
    </button>
  );
}
