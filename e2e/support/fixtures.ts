import { type BrowserContext, expect, test as base } from "@playwright/test";

interface Strictness {
  /** What a browser's console may report as an error in this test, such as the refusal that it provokes. */
  allowedConsoleErrors: RegExp[];
  consoleErrors: { watch: (context: BrowserContext) => void };
  /** Opens a second person's browser: nothing is shared with the first, its console is watched too, and it closes with the test. */
  anotherBrowser: () => Promise<BrowserContext>;
}

/** Playwright's test, which also fails when a page throws or a browser's console reports an error. */
export const test = base.extend<Strictness>({
  allowedConsoleErrors: [[], { option: true }],
  consoleErrors: [
    async ({ context, allowedConsoleErrors }, use) => {
      const errors: string[] = [];
      const note = (text: string): void => {
        if (!allowedConsoleErrors.some((allowed) => allowed.test(text))) errors.push(text);
      };
      const watch = (watched: BrowserContext): void => {
        watched.on("console", (message) => {
          if (message.type() === "error") note(`${message.text()} (${message.location().url})`);
        });
        watched.on("weberror", (error) => note(error.error().stack ?? error.error().message));
      };
      watch(context);
      await use({ watch });
      expect(errors, "the browser's console stays free of errors").toEqual([]);
    },
    { auto: true },
  ],
  anotherBrowser: async ({ browser, baseURL, consoleErrors }, use) => {
    const opened: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext({ baseURL });
      consoleErrors.watch(context);
      opened.push(context);
      return context;
    });
    for (const context of opened) await context.close();
  },
});

export { expect };
