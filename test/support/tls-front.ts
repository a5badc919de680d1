import { createServer } from 'node:https';
import { request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import { selfSigned } from './self-signed-certificate.js';

/** A proxy that ends TLS in front of a service, as a load balancer does. */
export interface TlsFront {
  readonly origin: string;
  close(): Promise<void>;
}

/**
 * @param target asked at each request, for a service that is started after its proxy
 * @param options a name for the browser to find it by, and files that lie in front of the service, by their path
 */
export async function startTlsFront(
  target: () => string,
  { host = '127.0.0.1', fileAt }: { host?: string; fileAt?: (path: string) => Buffer | undefined } = {},
): Promise<TlsFront> {
  const { certificate, privateKey } = selfSigned(new Date(Date.now() + 86_400_000));
  const server = createServer({ cert: certificate, key: privateKey }, (incoming, answer) => {
    const { method, url = '/', headers } = incoming;
    const file = fileAt?.(url.split('?', 1)[0]!);
    if (file !== undefined) {
      answer.writeHead(200, { 'content-type': 'text/javascript', 'access-control-allow-origin': '*' });
      answer.end(file);
      return;
    }
    const onward = ask(
      new URL(url, target()),
      { method, headers: { ...headers, 'x-forwarded-proto': 'https' } },
      (answered) => {
        answer.writeHead(answered.statusCode ?? 502, answered.rawHeaders);
        answered.pipe(answer);
      },
    );
    onward.on('error', () => answer.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `https://${host}:${String((server.address() as AddressInfo).port)}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
