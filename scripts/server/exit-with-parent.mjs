// Loaded into a child before its own code: it ends when the process that started it does, however that ended.
// The channel between the two closes with the parent, even on kill -9. Grandchildren inherit this file on their
// command line, but not the duty: their own parents look after them.
if (process.env.SIGNALBOX_PARENT === String(process.ppid)) {
  process.on("disconnect", () => process.exit(1));
  process.channel?.unref();
}
