"use client";

import { clsx } from "clsx";
import { type CSSProperties, useEffect } from "react";
import { Toaster as Base } from "sonner";
import { noticesReady } from "@/components/ui/notify";

/** Where there is no rail there is room for one line of news. */
const isNarrow = () => window.matchMedia("(width < 48rem)").matches;
const overBar = { bottom: "env(safe-area-inset-bottom)", left: 0, right: 0 };
/** What a notice is cut to until it has the keyboard or a finger on it: names in it may be of any length. */
const cut = { title: "line-clamp-3 max-md:line-clamp-1", description: "line-clamp-5 max-md:line-clamp-1" };
const whole = "[[data-sonner-toast]:is(:focus,:focus-within)_&]:line-clamp-none";

/** Short news in our look, where they cover no evidence and no answer: at the foot of the rail, and on a phone over the bar of pages, in its height. */
export function ToastPlace() {
  useEffect(noticesReady, []);
  return (
    <Base
      position="bottom-left"
      style={{ fontFamily: "inherit", "--width": isNarrow() ? "100vw" : "184px" } as CSSProperties}
      gap={8}
      visibleToasts={isNarrow() ? 1 : 3}
      offset={isNarrow() ? overBar : { bottom: 8, left: 8 }}
      mobileOffset={overBar}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-full items-center gap-x-3 gap-y-2 border border-edge bg-panel text-base text-ink max-md:min-h-12 max-md:px-3.5 max-md:leading-5 md:w-(--width) md:flex-wrap md:rounded-lg md:px-3 md:py-2.5 md:shadow-popup",
          content: "max-h-[60dvh] min-w-0 flex-1 overflow-y-auto md:basis-[calc(100%-2rem)]",
          title: clsx("font-semibold", cut.title, whole),
          description: clsx("text-ink-soft", cut.description, whole),
          actionButton:
            "rounded-md border border-edge shrink-0 px-2 py-1 text-sm font-semibold hover:bg-hover coarse:min-h-11",
          cancelButton: "text-sm text-mute",
          error: "border-danger",
          icon: "text-ink-soft",
        },
      }}
    />
  );
}
