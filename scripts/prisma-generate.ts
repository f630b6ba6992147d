import { run } from "./run";
import { generateClient } from "./prisma/generate";

await run(async () => {
  await generateClient();
});
