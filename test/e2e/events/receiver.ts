import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What arrived, and how it was answered. */
export interface Arrival {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly event: {
    readonly id: string;
    readonly position: number;
    readonly type: string;
    readonly organizationId: string | null;
    readonly target: { readonly id: string } | null;
    readonly change: Readonly<Record<string, unknown>>;
  };
  readonly status: number | null;
}

/** Says what is answered; null: nothing, ever. */
type Answer = (arrival: Omit<Arrival, 'status'>) => number | null;

/** Takes deliveries as somebody's program would, and answers as it is told. */
export class Receiver {
  readonly arrivals: Arrival[] = [];
  answer: Answer = () => 204;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Receiver> {
    const server = createServer();
    const receiver = new Receiver(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        const event = (JSON.parse(body) as { data: Arrival['event'] }).data;
        const arrival = { path: request.url ?? '', headers: request.headers, body, event };
        const status = receiver.answer(arrival);
        receiver.arrivals.push({ ...arrival, status });
        if (status !== null) response.writeHead(status, { location: receiver.url('/elsewhere') }).end();
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return receiver;
  }

  url(path = '/events'): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${path}`;
  }

  /** Those that were taken, in the order of their arrival. */
  taken(): Arrival[] {
    return this.arrivals.filter(({ status }) => status === 204);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}
