"use client";

import { Keys } from "@/components/patterns/keys/keys";
import { useRegisteredShortcuts } from "@/components/patterns/keys/shortcuts";
import { usePreferences } from "@/components/patterns/preferences/preferences";
import { groupBy } from "@/components/patterns/values/group-by";
import { Switch } from "@/components/ui/switch";

/** Every key that acts on this screen, and whether single ones do. */
export function KeysSheet() {
  const shortcuts = useRegisteredShortcuts();
  const { shortcuts: enabled, setShortcuts } = usePreferences();
  const groups = groupBy(shortcuts, (shortcut) => shortcut.group);
  return (
    <>
      <Switch
        className="mb-4"
        checked={enabled}
        onCheckedChange={setShortcuts}
        label="Single-key shortcuts"
        hint="Off: only combinations such as Ctrl K work. Useful with speech input, or if you press keys by mistake."
      />
      <div className="gap-x-8 sm:columns-2">
        {[...groups].map(([group, items]) => (
          <section key={group} className="mb-5 break-inside-avoid">
            <h3 className="mb-1 text-xs font-semibold text-mute">{group}</h3>
            <dl>
              {items.map((item) => (
                <div
                  key={item.keys}
                  className="flex items-center justify-between gap-3 border-b border-line-soft py-1 last:border-b-0"
                >
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
    </>
  );
}
