const TIMEOUT_MS = 2_000;

/** Waits until what is left was sent, for two seconds at most: no stop hangs on somebody who is away. */
export async function waitForStop(work: Promise<unknown> | undefined): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => (timer = setTimeout(resolve, TIMEOUT_MS)));
  await Promise.race([work, late]);
  clearTimeout(timer);
}
