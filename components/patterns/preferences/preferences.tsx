"use client";

import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import { shortcutsCookie, type Theme, themeCookie } from "@/components/patterns/preferences/preferences.rules";

interface Preferences {
  theme: Theme;
  setTheme: (theme: Theme) => void;
  shortcuts: boolean;
  setShortcuts: (enabled: boolean) => void;
}

const PreferencesContext = createContext<Preferences | null>(null);

const yearSeconds = 365 * 24 * 3600;

function remember(name: string, value: string | null): void {
  const age = value === null ? 0 : yearSeconds;
  document.cookie = `${name}=${value ?? ""}; path=/; max-age=${age}; samesite=lax`;
}

export interface PreferencesProviderProps {
  theme: Theme;
  shortcuts: boolean;
  children: ReactNode;
}

/** Holds theme and shortcuts, starting from what the cookies said on the server. */
export function PreferencesProvider({
  theme: firstTheme,
  shortcuts: firstShortcuts,
  children,
}: PreferencesProviderProps) {
  const [theme, keepTheme] = useState(firstTheme);
  const [shortcuts, keepShortcuts] = useState(firstShortcuts);
  const value = useMemo<Preferences>(
    () => ({
      theme,
      shortcuts,
      setTheme(next) {
        keepTheme(next);
        remember(themeCookie, next === "system" ? null : next);
        if (next === "system") delete document.documentElement.dataset.theme;
        else document.documentElement.dataset.theme = next;
      },
      setShortcuts(enabled) {
        keepShortcuts(enabled);
        remember(shortcutsCookie, enabled ? null : "off");
      },
    }),
    [theme, shortcuts],
  );
  return <PreferencesContext value={value}>{children}</PreferencesContext>;
}

/** Theme and shortcuts of this browser, with their setters. */
export function usePreferences(): Preferences {
  const preferences = useContext(PreferencesContext);
  if (!preferences) throw new Error("usePreferences needs a PreferencesProvider above it");
  return preferences;
}

/** Whether single-key shortcuts act. */
export function useShortcutsEnabled(): boolean {
  return usePreferences().shortcuts;
}
