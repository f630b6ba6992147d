import { expect, test } from "./support/fixtures";
import { numbersFrom, pressOnLiveQueue } from "./support/random-keys";

// A colleague may be first: then the server refuses, and says so.
test.use({ allowedConsoleErrors: [/status of 4\d\d/] });

/** The short form of `npm run soak -- keys`. */
const forMs = 20_000;

test("keys pressed at random, on a queue that others change, never answer anything but what was seen", async ({
  page,
  baseURL,
}) => {
  test.setTimeout(120_000);
  const seed = Date.now() % 1_000_000;
  const { wrong, answers } = await pressOnLiveQueue({
    page,
    mine: baseURL ?? "",
    others: baseURL ?? "",
    forMs,
    random: numbersFrom(seed),
  });
  expect(wrong, `seed ${seed}`).toEqual([]);
  expect(answers, `answers of seed ${seed}`).toBeGreaterThan(0);
});
