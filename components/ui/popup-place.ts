/** What marks the part of the frame in which popups stay: below its bar, so that whatever is open, STOP can be pressed. */
export const popupBounds = { "data-popup-bounds": "" } as const;

/** Where popups may be: in the page's part of the frame, or in the window where there is no frame, with a margin in CSS pixels. Spread onto every Positioner. */
export function popupPlace() {
  const bounds = typeof document === "undefined" ? null : document.querySelector("[data-popup-bounds]");
  return { collisionPadding: 8, collisionBoundary: bounds ?? ("clipping-ancestors" as const) };
}
