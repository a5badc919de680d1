/** Tells the bench where this server listens, and ends it when the bench lets go. */
export function listening(url, close) {
  process.send(url);
  process.once('disconnect', async () => {
    await close();
    process.exit(0);
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined);
}
