import { randomUUID } from 'node:crypto';

import type { TelemetrySource } from '../telemetry-settings.js';
import { waitForStop } from '../wait-for-stop.js';
import { type ErrorOutline, outlinesOf } from './error-outline.js';
import type { ErrorPlace } from './error-place.js';
import { ErrorTracker, type ErrorTrace } from './error-tracker.js';
import type { SentryAddress } from './sentry-dsn.js';

/** Events that wait at most; further ones are dropped. */
const QUEUE_SIZE = 50;
/** Milliseconds in which the same error is told once: a broken database fails every request alike. */
const QUIET_MS = 60_000;
/** Kinds of errors that are remembered for that. */
const MAX_KINDS = 500;
const SEND_TIMEOUT_MS = 5_000;

/**
 * Sends errors to Sentry, or to whoever speaks its protocol: an envelope over HTTP for each. Told are class, code, frames of
 * our own files, place, release and stage; no message, since those hold values.
 */
export class SentryErrorTracker extends ErrorTracker {
  private readonly waiting: string[] = [];
  private readonly toldAt = new Map<string, number>();
  private pausedUntil = 0;
  private sending: Promise<void> | undefined;

  /** @param onFailure hears of each event that was not taken */
  constructor(
    private readonly address: SentryAddress,
    private readonly source: TelemetrySource,
    private readonly onFailure: (error: unknown) => void,
  ) {
    super();
  }

  override report(error: unknown, place: ErrorPlace, trace: ErrorTrace | undefined): void {
    const now = Date.now();
    const outlines = outlinesOf(error);
    if (now < this.pausedUntil || this.wasToldLately(outlines, place, now)) return;
    if (this.waiting.length >= QUEUE_SIZE) return;
    this.waiting.push(this.envelopeOf(outlines, place, trace, now));
    this.sending ??= this.sendAll().finally(() => {
      this.sending = undefined;
    });
  }

  override async stop(): Promise<void> {
    await waitForStop(this.sending);
    this.waiting.length = 0;
  }

  private wasToldLately(outlines: readonly ErrorOutline[], { name }: ErrorPlace, now: number): boolean {
    const kind = JSON.stringify([
      name,
      ...outlines.map(({ type, code, frames }) => [type, code, frames.at(-1)]),
    ]);
    const last = this.toldAt.get(kind) ?? -Infinity;
    if (now - last < QUIET_MS) return true;
    if (this.toldAt.size >= MAX_KINDS) this.toldAt.clear();
    this.toldAt.set(kind, now);
    return false;
  }

  private envelopeOf(
    outlines: readonly ErrorOutline[],
    { name, code }: ErrorPlace,
    trace: ErrorTrace | undefined,
    now: number,
  ): string {
    const eventId = randomUUID().replaceAll('-', '');
    const { version, environment, role } = this.source;
    const event = {
      event_id: eventId,
      timestamp: now / 1_000,
      platform: 'node',
      level: 'error',
      release: version,
      environment,
      transaction: name,
      tags: { role, ...(code !== undefined && { code }) },
      ...(trace !== undefined && { contexts: { trace: { trace_id: trace.traceId, span_id: trace.spanId } } }),
      // Causes come first.
      exception: { values: outlines.map(exceptionOf).toReversed() },
    };
    return [{ event_id: eventId, sent_at: new Date(now).toISOString() }, { type: 'event' }, event]
      .map((line) => `${JSON.stringify(line)}\n`)
      .join('');
  }

  private async sendAll(): Promise<void> {
    for (let body = this.waiting.shift(); body !== undefined; body = this.waiting.shift()) {
      try {
        await this.send(body);
      } catch (error) {
        this.onFailure(error);
      }
    }
  }

  private async send(body: string): Promise<void> {
    const { url, publicKey } = this.address;
    const answer = await fetch(url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/x-sentry-envelope',
        'x-sentry-auth': `Sentry sentry_version=7, sentry_client=tenantry/${this.source.version}, sentry_key=${publicKey}`,
      },
      redirect: 'error',
      signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
    });
    await answer.body?.cancel();
    if (answer.status === 429) this.pausedUntil = Date.now() + pauseOf(answer.headers.get('retry-after'));
    if (!answer.ok) throw new Error(`the error tracker answered ${String(answer.status)}`);
  }
}

function exceptionOf({ type, code, frames }: ErrorOutline) {
  const own = frames.map((frame) => ({ ...frame, in_app: true }));
  return { type, value: code ?? '', ...(own.length > 0 && { stacktrace: { frames: own } }) };
}

/** Milliseconds; a minute where the answer says none. */
function pauseOf(retryAfter: string | null): number {
  const seconds = Number(retryAfter ?? '60');
  return 1_000 * (seconds >= 0 && seconds <= 3_600 ? seconds : 60);
}
