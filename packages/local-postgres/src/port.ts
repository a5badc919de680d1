import { createServer } from 'node:net';
import { LocalPostgresError, systemErrorCode } from './local-postgres.error.js';

/** The loopback address; the server listens nowhere else. */
export const HOST = '127.0.0.1';

/**
 * Checks that a port can be listened on, or finds a free one.
 *
 * @param port 0 for any
 */
export async function freePort(port: number): Promise<number> {
  const server = createServer();
  try {
    return await new Promise<number>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: HOST, port, exclusive: true }, () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : port);
      });
    });
  } catch (error) {
    if (systemErrorCode(error) === 'EADDRINUSE') throw portTaken(port, error);
    throw new LocalPostgresError(
      'port_not_allowed',
      `Port ${port} cannot be used for the database (${systemErrorCode(error) ?? 'invalid'}). Set LOCAL_POSTGRES_PORT to a port from 1024 to 65535, or 0 for any free one.`,
      { cause: error },
    );
  } finally {
    await new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
    });
  }
}

/** The sentence for a port that somebody else listens on. */
export function portTaken(port: number, cause?: unknown): LocalPostgresError {
  return new LocalPostgresError(
    'port_taken',
    `Port ${port} for the database is taken by another program. Stop that one, or set LOCAL_POSTGRES_PORT to another port (0 = any free one).`,
    { cause },
  );
}
