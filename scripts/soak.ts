import { run } from "./run";
import { crashes } from "./soak/crashes";
import { endurance } from "./soak/endurance";
import { keys } from "./soak/keys";
import { races } from "./soak/races";
import { stops } from "./soak/stops";
import { startStack } from "./testing/stack";

// npm run soak: the long campaigns, on two servers of the production build that share one database.
// `npm run soak -- races` runs one of them. A short round of each is part of npm test.

const campaigns = {
  races: (stack, say) => races(stack, 1_000, say),
  stops: (stack, say) => stops(stack, 50, say),
  crashes: (stack, say) => crashes(stack, 100, say),
  endurance: (stack, say) => endurance(stack, 10, say),
  keys: (stack, say) => keys(stack, 30, say),
} satisfies Record<
  string,
  (stack: Awaited<ReturnType<typeof startStack>>, say: (message: string) => void) => Promise<string>
>;

const isCampaign = (name: string): name is keyof typeof campaigns => Object.hasOwn(campaigns, name);

await run(async () => {
  const wanted = process.argv.slice(2);
  const chosen = wanted.length > 0 ? wanted : Object.keys(campaigns);
  const stack = await startStack(2);
  try {
    for (const name of chosen) {
      if (!isCampaign(name))
        throw new Error(`There is no campaign ${name}. Campaigns: ${Object.keys(campaigns).join(", ")}.`);
      const start = Date.now();
      const found = await campaigns[name](stack, (message) => console.log(message));
      console.log(`held  ${found} (${Math.round((Date.now() - start) / 1000)} s)`);
    }
  } finally {
    await stack.stop();
  }
});
