import { headers } from "next/headers";
import { keepEarlyPress } from "@/app/early-press.script";

/**
 * Keeps what is pressed while a page's script is still on its way, and presses it again once it can be heard. First in the body: before
 * anything that could be pressed.
 */
export async function EarlyPress() {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  // A browser does not give a nonce back to scripts: drawn again it would differ.
  return (
    <script
      nonce={nonce}
      suppressHydrationWarning
      dangerouslySetInnerHTML={{ __html: `(${keepEarlyPress.toString()})()` }}
    />
  );
}
