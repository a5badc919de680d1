import { Logger, type INestApplication } from '@nestjs/common';

/** How a process stops. */
export interface ShutdownOptions {
  readonly signals?: readonly NodeJS.Signals[];
  /** Milliseconds after which the process goes even though work is left. */
  readonly timeoutMs: number;
  /** Runs first, while requests are still answered: readiness turns red, workers stop taking work. */
  readonly before?: () => Promise<void>;
  /** Replaces `process.exit` in tests. */
  readonly exit?: (code: number) => void;
}

const logger = new Logger('Shutdown');

/** One Ctrl-C reaches a process twice, from the terminal and from the parent (npm) that passes it on. */
const ECHO_MS = 500;

/**
 * Stops the application in order on a signal: `before`, then `app.close()` (no new connections, requests finish), then
 * exit code 0. A second signal (not the first one's echo), a failure or the time-out ends it at once with code 1. When the parent that started
 * this process over IPC is gone, that counts as a signal. Gives a function that takes the listeners off again.
 */
export function installShutdown(app: INestApplication, options: ShutdownOptions): () => void {
  const {
    signals = ['SIGTERM', 'SIGINT'],
    timeoutMs,
    before,
    exit = (code: number) => process.exit(code),
  } = options;
  let stoppingSince: number | undefined;

  const stop = async (): Promise<void> => {
    const timer = setTimeout(() => {
      logger.error(`Not done after ${timeoutMs} ms; leaving what is left`);
      exit(1);
    }, timeoutMs);
    try {
      await before?.();
      await app.close();
      exit(0);
    } catch (error) {
      logger.error({ msg: 'Stopping failed', err: error });
      exit(1);
    } finally {
      clearTimeout(timer);
    }
  };

  const onSignal = (signal: string): void => {
    const now = performance.now();
    if (stoppingSince !== undefined) {
      if (now - stoppingSince > ECHO_MS) exit(1);
      return;
    }
    stoppingSince = now;
    logger.log(`${signal}: finishing what has begun`);
    void stop();
  };
  const onDisconnect = (): void => {
    // A parent that has sent its signal and goes is no second signal.
    if (stoppingSince === undefined) onSignal('disconnect');
  };

  for (const signal of signals) process.on(signal, onSignal);
  process.once('disconnect', onDisconnect);
  return () => {
    for (const signal of signals) process.off(signal, onSignal);
    process.off('disconnect', onDisconnect);
  };
}
