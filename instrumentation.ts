/** What a server process starts besides answering requests. Called once by Next, before the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { startProcess } = await import("@/lib/worker/process");
  startProcess();
}
