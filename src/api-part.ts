import type { Server } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { StartedPart } from './service-process.js';

const SWEEP_MS = 50;

/**
 * The API as a part of the process: it takes no new connections, finishes the requests that have begun, and ends.
 *
 * @param patienceMs how long that may take
 */
export function apiPart(app: NestFastifyApplication, patienceMs: number): StartedPart {
  const server: Server = app.getHttpServer();
  return {
    name: 'The API',
    patienceMs,
    stop: async () => {
      // Closing ends the connections that are idle at that moment; one that was busy then would be kept for the next
      // request, which never comes.
      const sweep = setInterval(() => {
        server.closeIdleConnections();
      }, SWEEP_MS);
      try {
        await app.close();
      } finally {
        clearInterval(sweep);
      }
    },
  };
}
