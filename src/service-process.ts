import { constants } from 'node:os';
import { Logger } from '@nestjs/common';
import { reportError } from '#libs/telemetry';
import { describeStartFailure } from './start-failure.js';

/** Something that was started and has to end with this process. */
export interface StartedPart {
  /** For the log. */
  readonly name: string;
  /** Ends it in order: what it has begun is finished. */
  stop(): Promise<void>;
  /** Milliseconds after which the next part is stopped although this one is not done. */
  readonly timeoutMs?: number;
  /** Ends it at once, without giving the event loop back. */
  stopSync?(): void;
}

/** What asks this process to end. `disconnect`: the parent that started it over IPC is gone. */
type StopReason = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'disconnect';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

class StartInterruptedError extends Error {}

/**
 * The life of this process. Parts are stopped in the reverse order of their start: on the first signal in order, with
 * exit code 0; on a second one at once, with 128 + its number; after a fault that nobody caught, in order with code 1.
 */
export class ServiceProcess {
  private readonly logger = new Logger('Process');
  private readonly parts: StartedPart[] = [];
  private stoppingNow: StartedPart | undefined;
  private reason: StopReason | undefined;
  private isRunning = false;
  private isStopping = false;

  /** Runs a start; when it fails, what was started until then is stopped, and a sentence says why. */
  static async run(start: (service: ServiceProcess) => Promise<void>): Promise<void> {
    const service = new ServiceProcess();
    service.listen();
    try {
      await start(service);
      service.checkpoint();
      service.isRunning = true;
    } catch (error) {
      await service.end(service.failStart(error));
    }
  }

  /** Notes what was started; to be called right after. Does not return when a stop was asked for meanwhile. */
  started(part: StartedPart): void {
    this.parts.push(part);
    this.checkpoint();
  }

  /** Ends the process with code 1 because it cannot go on, in order. */
  fail(reason: string, error?: unknown): void {
    reportError(error, { name: reason });
    // The log is not set up before the service is.
    if (this.isRunning) this.logger.fatal({ msg: reason, ...(error !== undefined && { err: error }) });
    else process.stderr.write(`${reason}${error === undefined ? '' : `: ${describeStartFailure(error)}`}\n`);
    if (this.isStopping) this.endNow(1);
    else void this.end(1);
  }

  private listen(): void {
    for (const signal of SIGNALS)
      process.on(signal, () => {
        this.onStop(signal);
      });
    process.once('disconnect', () => {
      this.onStop('disconnect');
    });
    process.on('uncaughtException', (error) => {
      this.fail('An error that nothing caught', error);
    });
    process.on('unhandledRejection', (error) => {
      this.fail('A rejection that nothing handled', error);
    });
    // The terminal may be gone before we are.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  }

  private onStop(reason: StopReason): void {
    // The parent goes right after the Ctrl-C that it has passed on; that is no second wish.
    if (this.reason !== undefined && reason === 'disconnect') return;
    if (this.reason !== undefined || this.isStopping) {
      this.endNow(codeOf(reason));
      return;
    }
    this.reason = reason;
    // A start in progress ends at its next step, where it knows what it has started.
    if (this.isRunning) void this.end(0);
  }

  /** Throws when a stop was asked for while the start goes on. */
  checkpoint(): void {
    if (this.reason !== undefined || this.isStopping) throw new StartInterruptedError();
  }

  private failStart(error: unknown): number {
    if (error instanceof StartInterruptedError) return codeOf(this.reason);
    process.stderr.write(`${describeStartFailure(error)}\n`);
    return 1;
  }

  private async end(code: number): Promise<void> {
    this.isStopping = true;
    let outcome = code;
    for (let part = this.parts.pop(); part !== undefined; part = this.parts.pop()) {
      this.stoppingNow = part;
      try {
        await within(part.timeoutMs, part.stop());
      } catch (error) {
        outcome ||= 1;
        this.logger.error({ msg: `${part.name} did not stop in order`, err: error });
        part.stopSync?.();
      }
    }
    process.exit(outcome);
  }

  private endNow(code: number): void {
    this.stoppingNow?.stopSync?.();
    for (let part = this.parts.pop(); part !== undefined; part = this.parts.pop()) part.stopSync?.();
    process.exit(code);
  }
}

function codeOf(reason: StopReason | undefined): number {
  return reason === undefined ? 1 : 128 + constants.signals[reason === 'disconnect' ? 'SIGHUP' : reason];
}

async function within(timeoutMs: number | undefined, work: Promise<void>): Promise<void> {
  if (timeoutMs === undefined) return work;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`not done after ${timeoutMs} ms`));
    }, timeoutMs);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
