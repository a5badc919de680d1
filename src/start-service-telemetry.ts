import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { register } from 'prom-client';
import { OperationsPagesService } from '#health';
import type { Environment } from '#settings';
import { SentryErrorTracker, startTelemetry, type Telemetry, useErrorTracker } from '#libs/telemetry';
import { API_VERSION } from './api-version.js';

const TELL_AGAIN_MS = 3_600_000;

/**
 * Begins to export what the environment asks for: traces, figures and errors.
 *
 * @param app whose figures are exported, once it is there
 */
export async function startServiceTelemetry(
  { telemetry, errorTracker, stage, role }: Environment,
  app: () => NestFastifyApplication | undefined,
): Promise<Telemetry> {
  const source = { version: API_VERSION, environment: stage, role };
  const tracker =
    errorTracker && new SentryErrorTracker(errorTracker, source, onceAnHour('errors cannot be told now'));
  if (tracker !== undefined) useErrorTracker(tracker);
  // The last figures are told as they stand: the database is on its way out then.
  let isStopping = false;
  const measured = await startTelemetry(
    telemetry,
    source,
    {
      registry: register,
      refresh: async () =>
        isStopping ? undefined : app()?.get(OperationsPagesService, { strict: false }).metrics(),
    },
    onceAnHour('traces and figures cannot be exported now'),
  );
  return {
    stop: async () => {
      isStopping = true;
      await Promise.all([measured?.stop(), tracker?.stop()]);
      if (tracker !== undefined) useErrorTracker(undefined);
    },
  };
}

/** Whoever takes them is away for long when it is away, and the log has more to tell. */
function onceAnHour(msg: string): (error: unknown) => void {
  const logger = new Logger('Telemetry');
  let tellAgainAt = 0;
  return (error) => {
    if (performance.now() < tellAgainAt) return;
    tellAgainAt = performance.now() + TELL_AGAIN_MS;
    logger.warn({ msg, err: error });
  };
}
