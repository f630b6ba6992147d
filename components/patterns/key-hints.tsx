"use client";

import { useSyncExternalStore } from "react";
import { groupBy } from "@/components/patterns/group-by";
import { usePreferences } from "@/components/patterns/preferences";
import { drawnKeys } from "@/components/patterns/shortcut.rules";
import { useRegisteredShortcuts } from "@/components/patterns/shortcuts";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { Switch } from "@/components/ui/switch";

const never = () => () => undefined;

/** Whether keys are drawn as on a Mac. The server does not know, and draws the others. */
export function useIsMac(): boolean {
  return useSyncExternalStore(
    never,
    () => /mac/iu.test(navigator.userAgent),
    () => false,
  );
}

/** The keys of one shortcut, drawn. */
export function Keys({ keys, className }: { keys: string; className?: string }) {
  const isMac = useIsMac();
  const drawn = drawnKeys(keys, isMac);
  return (
    <span className={`inline-flex items-center gap-0.5 ${className ?? ""}`}>
      {drawn.map((key, index) => (
        <Kbd key={index}>{key}</Kbd>
      ))}
    </span>
  );
}

/** The sheet of all keys that act on this screen, opened by `?`. */
export function KeyHints({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const shortcuts = useRegisteredShortcuts();
  const { shortcuts: enabled, setShortcuts } = usePreferences();
  const groups = groupBy(shortcuts, (shortcut) => shortcut.group);
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keys" width="lg">
      <Switch
        className="mb-4"
        checked={enabled}
        onCheckedChange={setShortcuts}
        label="Single-key shortcuts"
        hint="Off: only chords such as Ctrl K act. For speech input, or where keys are pressed by mistake."
      />
      <div className="gap-x-8 sm:columns-2">
        {[...groups].map(([group, items]) => (
          <section key={group} className="mb-5 break-inside-avoid">
            <h3 className="mb-1 text-xs font-semibold text-mute">{group}</h3>
            <dl>
              {items.map((item) => (
                <div key={item.keys} className="flex items-center justify-between gap-3 border-b border-line-soft py-1 last:border-b-0">
                  <dt>{item.label}</dt>
                  <dd>
                    <Keys keys={item.keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
