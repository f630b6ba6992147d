"use client";

import { SegmentedControl } from "@/components/patterns/forms/segmented-control";
import { usePreferences } from "@/components/patterns/preferences/preferences";
import { Switch } from "@/components/ui/switch";

const themes = [
  { value: "system", label: "Same as the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
] as const;

/** Look and keys, kept in this browser. */
export function BrowserPreferences() {
  const { theme, setTheme, shortcuts, setShortcuts } = usePreferences();
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <span className="font-medium">Theme</span>
        <SegmentedControl aria-label="Theme" value={theme} onValueChange={setTheme} options={themes} />
      </div>
      <Switch
        checked={shortcuts}
        onCheckedChange={setShortcuts}
        label="Single-key shortcuts"
        hint="A, E, R and X decide, J and K move, ? shows them all. Turn them off if you use speech input."
      />
    </div>
  );
}
