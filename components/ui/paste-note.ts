"use client";

import type { ClipboardEvent } from "react";
import { toast } from "@/components/ui/notify";

/** A field with a greatest length cuts what is pasted: says so, where a part of it is lost. */
export function tellCutPaste({
  currentTarget: field,
  clipboardData,
}: ClipboardEvent<HTMLInputElement | HTMLTextAreaElement>): void {
  const { maxLength, value, selectionStart, selectionEnd } = field;
  if (maxLength < 0) return;
  const replaced = (selectionEnd ?? 0) - (selectionStart ?? 0);
  const lost = value.length - replaced + clipboardData.getData("text").length - maxLength;
  if (lost > 0)
    toast.error(`${maxLength} characters fit here: the last ${lost} of what you pasted were cut off.`, {
      id: "cut-paste",
    });
}
