/** What a person chose for this browser, kept in cookies so that the server draws the right page at once. */
export type Theme = "system" | "light" | "dark";

export const themeCookie = "signalbox-theme";
export const shortcutsCookie = "signalbox-shortcuts";

/** Anything that is not a pinned theme follows the system. */
export function parseTheme(value: string | undefined): Theme {
  return value === "light" || value === "dark" ? value : "system";
}

/** Single-key shortcuts are on until switched off. */
export function parseShortcuts(value: string | undefined): boolean {
  return value !== "off";
}
