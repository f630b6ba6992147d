/**
 * Runs a script's work and reports a failure as one plain message.
 * `SIGNALBOX_TRACE=1` adds where it came from.
 */
export async function run(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const failure = error instanceof Error ? error : new Error(String(error));
    console.error(process.env.SIGNALBOX_TRACE === "1" ? failure : failure.message);
    process.exitCode = 1;
  }
}
