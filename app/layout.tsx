import "@/app/globals.css";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { EarlyPress } from "@/app/early-press";
import { Providers } from "@/app/providers";
import {
  parseShortcuts,
  parseTheme,
  shortcutsCookie,
  themeCookie,
} from "@/components/patterns/preferences/preferences.rules";
import { renderedAt } from "@/lib/platform/rendered-at";

export const metadata: Metadata = {
  title: { default: "Signalbox", template: "%s · Signalbox" },
  description: "The console through which people oversee AI agents.",
  applicationName: "Signalbox",
  icons: { icon: [{ url: "/icon.svg", type: "image/svg+xml" }] },
  manifest: "/manifest.webmanifest",
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#12151a" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const jar = await cookies();
  const theme = parseTheme(jar.get(themeCookie)?.value);
  const shortcuts = parseShortcuts(jar.get(shortcutsCookie)?.value);
  return (
    <html lang="en" data-theme={theme === "system" ? undefined : theme} suppressHydrationWarning>
      <body>
        <EarlyPress />
        <Providers theme={theme} shortcuts={shortcuts} renderedAt={renderedAt()}>
          <div className="app-root">{children}</div>
        </Providers>
      </body>
    </html>
  );
}
