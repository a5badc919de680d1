import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import type { SelfSigned } from './self-signed-certificate.js';

/** The eight bytes with which a client of PostgreSQL asks for encryption (SSLRequest). */
const ASK_BYTES = 8;

/** A real database behind a front that takes encrypted connections only, as a managed one does. */
export class EncryptedDatabase {
  private readonly open = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {}

  static async start(url: string, { certificate, privateKey }: SelfSigned): Promise<EncryptedDatabase> {
    const target = new URL(url);
    const secureContext = createSecureContext({ cert: certificate, key: privateKey });
    const server = createServer((socket) => {
      front.keep(socket);
      let asked = 0;
      socket.on('readable', () => {
        if (asked === ASK_BYTES) return;
        const bytes: Buffer | null = socket.read(ASK_BYTES);
        if (bytes === null) return;
        asked = bytes.length;
        socket.removeAllListeners('readable');
        socket.write('S');
        const inner = new TLSSocket(socket, { isServer: true, secureContext });
        const database = connect(Number(target.port), target.hostname);
        front.keep(database);
        for (const [from, to] of [
          [inner, database],
          [database, inner],
        ] as const) {
          from.on('error', () => to.destroy());
          from.pipe(to);
        }
      });
    });
    const front = new EncryptedDatabase(server, target);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return front;
  }

  /** @param parameters as they stand behind the question mark: `sslmode=verify-full` */
  url(parameters: string): string {
    const url = new URL(this.target);
    url.port = String((this.server.address() as AddressInfo).port);
    url.search = parameters;
    return url.href;
  }

  async stop(): Promise<void> {
    for (const socket of this.open) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private keep(socket: Socket): void {
    this.open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.open.delete(socket));
  }
}
