import { floods, type FloodKeys } from "./floods";

// One flood in a process of its own, beside the one that measures: told what to send, it sends until it is told to end, and says what came.

/** What the process is told first. */
export interface FloodOrder extends FloodKeys {
  name: string;
  url: string;
}

let isOver = false;

process.on("message", (message: FloodOrder | "end") => {
  if (message === "end") {
    isOver = true;
    return;
  }
  const flood = floods(message.url, message)[message.name];
  if (!flood) throw new Error(`There is no flood ${message.name}.`);
  void flood(() => isOver).then((came) => process.send?.({ came }, () => process.exit(0)));
});
