import { CommandFailure } from './command-failure.js';

/** Runs work that Ctrl-C ends in order: by its signal, which says that the same command goes on. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stopping = new AbortController();
  const stop = (): void => {
    stopping.abort(new CommandFailure('Interrupted. The same command goes on from here.'));
  };
  process.once('SIGINT', stop);
  try {
    return await work(stopping.signal);
  } finally {
    process.off('SIGINT', stop);
  }
}
