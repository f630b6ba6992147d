"use client";

import { useEffect } from "react";
import { Toaster as Base } from "sonner";
import { noticesReady } from "@/components/ui/notify";

/** Short news at the edge of the screen, in our look. */
export function ToastPlace() {
  useEffect(noticesReady, []);
  return (
    <Base
      position="bottom-right"
      style={{ fontFamily: "inherit" }}
      gap={8}
      offset={16}
      mobileOffset={{ bottom: 72, left: 8, right: 8 }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-full items-center gap-3 rounded-lg border border-edge bg-panel px-3.5 py-2.5 text-base text-ink shadow-popup sm:w-(--width)",
          content: "min-w-0 flex-1",
          title: "font-semibold",
          description: "text-ink-soft",
          actionButton: "rounded-md border border-edge px-2 py-1 text-sm font-semibold hover:bg-hover coarse:min-h-11",
          cancelButton: "text-sm text-mute",
          error: "border-danger",
          icon: "text-ink-soft",
        },
      }}
    />
  );
}
