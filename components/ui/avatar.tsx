import { clsx } from "clsx";

export interface AvatarProps {
  name: string;
  size?: "sm" | "md" | "lg";
  className?: string;
}

const sizes = { sm: "size-5 text-[9px]", md: "size-[26px] text-2xs", lg: "size-9 text-base" };

/** A person as two letters. Decorative: the name stands beside it, or is given by what contains it. */
export function Avatar({ name, size = "md", className }: AvatarProps) {
  return (
    <span
      aria-hidden="true"
      className={clsx(
        "inline-flex shrink-0 items-center justify-center rounded-full bg-line font-semibold text-ink-soft",
        sizes[size],
        className,
      )}
    >
      {initials(name)}
    </span>
  );
}

/** First letters of the first and the last word, upper case. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const first = words.at(0)?.charAt(0) ?? "?";
  const last = words.length > 1 ? (words.at(-1)?.charAt(0) ?? "") : "";
  return (first + last).toUpperCase();
}
