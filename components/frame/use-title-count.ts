"use client";

import { useEffect } from "react";

const counted = /^\(\d+\) /;

/** Puts how many wait for the reader before the tab's title, "(3) Approvals", whichever page writes it. */
export function useTitleCount(waiting: number): void {
  useEffect(() => {
    function write() {
      const bare = document.title.replace(counted, "");
      const title = waiting > 0 && bare !== "" ? `(${waiting}) ${bare}` : bare;
      if (document.title !== title) document.title = title;
    }
    write();
    const observer = new MutationObserver(write);
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => observer.disconnect();
  }, [waiting]);
}
