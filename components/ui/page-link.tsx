"use client";

import Link from "next/link";
import { type ComponentProps, useState } from "react";

/**
 * A link to one of the console's pages, which is fetched as soon as somebody means to go there: the pointer is on it, or the keyboard.
 * Pages have no place-holders: React keeps one for 300 ms once it is shown, whenever the page itself comes.
 */
export function PageLink({ onPointerEnter, onFocus, ...props }: ComponentProps<typeof Link>) {
  const [meant, setMeant] = useState(false);
  return (
    <Link
      {...props}
      prefetch={meant}
      onPointerEnter={(event) => {
        setMeant(true);
        onPointerEnter?.(event);
      }}
      onFocus={(event) => {
        setMeant(true);
        onFocus?.(event);
      }}
    />
  );
}
