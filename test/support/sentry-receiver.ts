import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What was told of an error. */
export interface ReceivedEvent {
  readonly event_id: string;
  readonly release: string;
  readonly environment: string;
  readonly transaction: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly contexts?: { readonly trace: { readonly trace_id: string } };
  readonly exception: {
    readonly values: readonly {
      readonly type: string;
      readonly value: string;
      readonly stacktrace?: {
        readonly frames: readonly { readonly filename: string; readonly function: string }[];
      };
    }[];
  };
}

/** Speaks Sentry's protocol, as far as events go, and keeps all that it was sent. */
export class SentryReceiver {
  /** Every body as it came. */
  text = '';
  readonly events: ReceivedEvent[] = [];
  readonly requests: { readonly path: string; readonly headers: IncomingHttpHeaders }[] = [];
  /** What requests are answered with. */
  status = 200;

  private readonly server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      this.text += body;
      this.requests.push({ path: request.url ?? '', headers: request.headers });
      const [header, item, event] = body
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as object);
      if (header !== undefined && item !== undefined && 'type' in item && item.type === 'event')
        this.events.push(event as ReceivedEvent);
      response.writeHead(this.status, { 'content-type': 'application/json', 'retry-after': '30' }).end('{}');
    });
  });

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  /** The DSN of a project there. */
  get dsn(): string {
    return `http://0123456789abcdef0123456789abcdef@127.0.0.1:${String((this.server.address() as AddressInfo).port)}/base/42`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
