"use client";

import type { Ref } from "react";
import { useNow } from "@/components/patterns/time/clock";
import { useTimeZone } from "@/components/patterns/time/time-zone";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { Menu, MenuItem, MenuSection } from "@/components/ui/menu";
import { asideChoices } from "@/lib/pending/set-aside.rules";
import { hourOfDay } from "@/lib/platform/day";

export interface SetAsideMenuProps {
  buttonRef: Ref<HTMLButtonElement>;
  expiresAtMs: number;
  onChoose: (untilMs: number) => void;
}

const minuteMs = 60_000;

/** Until when: a quarter of an hour, an hour, or nine in the morning by the reader's clock. What would be too late cannot be chosen, and says so. */
export function SetAsideMenu({ buttonRef, expiresAtMs, onChoose }: SetAsideMenuProps) {
  const [nowMs, timeZone] = [useNow(minuteMs), useTimeZone()];
  const choices = asideChoices({ expiresAtMs, nowMs, tomorrowMs: hourOfDay(9, 1, timeZone, new Date(nowMs)) });
  return (
    <Menu
      defaultOpen
      align="end"
      trigger={
        <Button ref={buttonRef} size="sm" variant="quiet" className="-mr-2">
          Set aside <Kbd>Z</Kbd>
        </Button>
      }
    >
      {choices.map(({ label, untilMs, obstacle }) => (
        <MenuItem key={label} disabled={obstacle !== null} onSelect={() => onChoose(untilMs)}>
          {label}
          {obstacle === null ? null : <span className="block text-xs text-mute">{obstacle}</span>}
        </MenuItem>
      ))}
      <MenuSection>
        <p className="max-w-60 text-xs text-mute">
          For you alone: it stays held, its time keeps running, and others still see it. It comes back by itself, in its
          last minute at the latest.
        </p>
      </MenuSection>
    </Menu>
  );
}
