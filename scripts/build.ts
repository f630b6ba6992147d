import { run } from "./run";
import { buildIfStale } from "./server/build";

await run(async () => {
  const built = await buildIfStale(() => console.log("Building for production…"));
  console.log(built ? "Built." : "The build is up to date.");
});
