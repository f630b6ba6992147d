"use client";

import { BookOpen, CircleUser, Hourglass, Keyboard, LogOut, Moon, Sun, SunMoon } from "lucide-react";
import { useRouter } from "next/navigation";
import { NavigationIcon } from "@/components/frame/navigation-icon";
import type { NavigationGroup } from "@/components/frame/navigation.rules";
import { leave } from "@/components/patterns/forms/leaving";
import { useCommands } from "@/components/patterns/keys/commands";
import { useShortcuts } from "@/components/patterns/keys/shortcuts";
import { usePreferences } from "@/components/patterns/preferences/preferences";
import { routes } from "@/lib/platform/routes";

/** G and a letter go to a page; the palette offers the same, one's own account, the themes, and signing out. */
export function useNavigationCommands(
  groups: ReadonlyArray<NavigationGroup>,
  { onShowKeys, onSignOut }: { onShowKeys: () => void; onSignOut: () => void },
): void {
  const router = useRouter();
  const { setTheme } = usePreferences();
  const items = groups.flatMap((group) => group.items);

  useShortcuts(
    items.map((item) => ({
      keys: `g ${item.letter}`,
      label: item.label,
      group: "Go to",
      run: () => leave(() => router.push(item.href)),
    })),
  );
  useCommands([
    ...items.map((item) => ({
      id: `go-${item.id}`,
      label: item.label,
      group: "Go to",
      keys: `g ${item.letter}`,
      icon: <NavigationIcon id={item.id} size={14} />,
      run: () => leave(() => router.push(item.href)),
    })),
    {
      id: "go-account",
      label: "Your account",
      group: "Go to",
      icon: <CircleUser size={14} strokeWidth={1.75} aria-hidden="true" />,
      keywords: ["profile", "password", "sessions", "tokens"],
      run: () => leave(() => router.push(routes.account())),
    },
    {
      id: "go-jobs",
      label: "Your jobs",
      group: "Go to",
      icon: <Hourglass size={14} strokeWidth={1.75} aria-hidden="true" />,
      keywords: ["exports", "downloads", "progress", "long work"],
      run: () => leave(() => router.push(routes.jobs())),
    },
    {
      id: "go-guides",
      label: "Guides",
      group: "Go to",
      icon: <BookOpen size={14} strokeWidth={1.75} aria-hidden="true" />,
      keywords: ["help", "documentation", "manual"],
      run: () => leave(() => router.push(routes.guides())),
    },
    {
      id: "keys",
      label: "All keys",
      group: "Everywhere",
      keys: "?",
      icon: <Keyboard size={14} strokeWidth={1.75} aria-hidden="true" />,
      keywords: ["shortcuts", "keyboard"],
      run: onShowKeys,
    },
    {
      id: "sign-out",
      label: "Sign out",
      group: "Everywhere",
      icon: <LogOut size={14} strokeWidth={1.75} aria-hidden="true" />,
      keywords: ["log out", "leave"],
      run: onSignOut,
    },
    {
      id: "theme-system",
      icon: <SunMoon size={14} strokeWidth={1.75} aria-hidden="true" />,
      label: "Theme: same as the system",
      group: "Look",
      run: () => setTheme("system"),
    },
    {
      id: "theme-light",
      icon: <Sun size={14} strokeWidth={1.75} aria-hidden="true" />,
      label: "Theme: light",
      group: "Look",
      run: () => setTheme("light"),
    },
    {
      id: "theme-dark",
      icon: <Moon size={14} strokeWidth={1.75} aria-hidden="true" />,
      label: "Theme: dark",
      group: "Look",
      keywords: ["night"],
      run: () => setTheme("dark"),
    },
  ]);
}
