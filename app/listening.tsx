"use client";

import { useEffect } from "react";
import { listeningMark } from "@/app/early-press.script";
import { watchHistory } from "@/components/patterns/forms/hold-history";

/**
 * Says that the page's script has taken over: from here on React hears what is pressed on everything that it has taken hold of. What
 * must hear of the browser's history before the router does begins here: effects of what is within it come before its own.
 */
export function Listening() {
  useEffect(() => {
    document.documentElement.setAttribute(listeningMark, "");
    return watchHistory();
  }, []);
  return null;
}
