/** Tells the bench where this server listens and how much CPU it has used, and ends it when the bench lets go. */
export function listening(url, close) {
  process.send?.(url);
  process.on('message', () => process.send?.(process.cpuUsage()));
  process.once('disconnect', async () => {
    await close();
    process.exit(0);
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined);
}
