import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Readiness } from '#health';
import type { Environment } from '#settings';
import { JobQueue } from '#libs/jobs';
import { ServerConnections } from './server-connections.js';
import type { StartedPart } from './service-process.js';

/** Milliseconds for which a connection is left open unused: a request may be on its way. */
const IDLE_MS = 1_000;
/** The part of the time for stopping that requests may take; the rest is for jobs, and for what waits in memory. */
const SHARE_OF_REQUESTS = 0.6;

/**
 * The API as a part of the process. When it is to stop, readiness is red and no further job is taken; after the time
 * that a load balancer needs to hear of it the listener closes, requests that have begun are answered, and then, without
 * anybody left to ask for more, jobs end and what waits in memory is written.
 *
 * @param app does not listen yet
 */
export function apiPart(
  app: NestFastifyApplication,
  { drainMs, shutdownTimeoutMs }: Pick<Environment, 'drainMs' | 'shutdownTimeoutMs'>,
): StartedPart {
  const server: Server = app.getHttpServer();
  const connections = new ServerConnections(server);
  const logger = new Logger('Process');
  return {
    name: 'The API',
    timeoutMs: drainMs + shutdownTimeoutMs,
    stop: async () => {
      app.get(Readiness, { strict: false }).drain();
      connections.endWithAnswers();
      const lastJobs = app
        .get(JobQueue, { strict: false })
        .stopTaking()
        .catch((error: unknown) => {
          logger.warn({ msg: 'jobs are taken until the end', err: error });
        });
      await sleep(drainMs);
      const timeoutMs = shutdownTimeoutMs * SHARE_OF_REQUESTS;
      const cutOff = await connections.close({ idleMs: IDLE_MS, timeoutMs });
      if (cutOff > 0) logger.warn({ msg: 'connections were cut off at the stop', cutOff });
      await lastJobs;
      await app.close();
    },
  };
}
