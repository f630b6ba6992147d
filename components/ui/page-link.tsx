"use client";

import Link from "next/link";
import { type ComponentProps, useContext, useState } from "react";
import { BringsIntoSight } from "@/components/ui/own-scroll";

/**
 * A link to one of the console's pages, which is fetched as soon as somebody means to go there: the pointer is on it, or the keyboard.
 * Pages have no place-holders: React keeps one for 300 ms once it is shown, whenever the page itself comes.
 */
export function PageLink({ onPointerEnter, onFocus, ...props }: ComponentProps<typeof Link>) {
  const [meant, setMeant] = useState(false);
  const bringsIntoSight = useContext(BringsIntoSight);
  return (
    <Link
      scroll={!bringsIntoSight}
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
