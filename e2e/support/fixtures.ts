import { expect, test as base } from "@playwright/test";

interface Strictness {
  /** What the browser's console may report as an error in this test, such as the refusal that it provokes. */
  allowedConsoleErrors: RegExp[];
  consoleErrors: void;
}

/** Playwright's test, which also fails when the page throws or the browser's console reports an error. */
export const test = base.extend<Strictness>({
  allowedConsoleErrors: [[], { option: true }],
  consoleErrors: [
    async ({ context, allowedConsoleErrors }, use) => {
      const errors: string[] = [];
      const note = (text: string): void => {
        if (!allowedConsoleErrors.some((allowed) => allowed.test(text))) errors.push(text);
      };
      context.on("console", (message) => {
        if (message.type() === "error") note(`${message.text()} (${message.location().url})`);
      });
      context.on("weberror", (error) => note(error.error().stack ?? error.error().message));
      await use();
      expect(errors, "the browser's console stays free of errors").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
