import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { systemErrorCode } from '#libs/config';
import { portRefusal, StartRefusedError } from '../start-refused.error.js';

/**
 * Makes sure early that the service will get its address, before anything is started for it; port 0 becomes a free one,
 * since the local Clerk has to know where its webhooks go.
 *
 * @throws StartRefusedError when the port is taken or not allowed, or the host is not of this machine
 */
export async function reservePort(host: string, port: number): Promise<number> {
  const server = createServer();
  try {
    server.listen({ host, port });
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  } catch (error) {
    if (HOST_FAULTS.has(systemErrorCode(error) ?? '')) {
      throw new StartRefusedError(
        'HOST is no address of this machine. Leave it out to listen on 127.0.0.1.',
        {
          cause: error,
        },
      );
    }
    throw portRefusal('PORT', port, error);
  } finally {
    server.close();
  }
}

const HOST_FAULTS: ReadonlySet<string> = new Set(['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EINVAL']);
