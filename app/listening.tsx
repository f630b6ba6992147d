"use client";

import { useEffect } from "react";
import { listeningMark } from "@/app/early-press.script";

/** Says that the page's script has taken over: from here on React hears what is pressed on everything that it has taken hold of. */
export function Listening() {
  useEffect(() => {
    document.documentElement.setAttribute(listeningMark, "");
  }, []);
  return null;
}
