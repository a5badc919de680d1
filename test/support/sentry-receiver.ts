import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { LoopbackServer, onBody } from './loopback-server.js';

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
export class SentryReceiver extends LoopbackServer {
  /** Every body as it came. */
  text = '';
  readonly events: ReceivedEvent[] = [];
  readonly requests: { readonly path: string; readonly headers: IncomingHttpHeaders }[] = [];
  /** What requests are answered with. */
  status = 200;

  protected override serve(request: IncomingMessage, response: ServerResponse): void {
    onBody(request, (body) => {
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
  }

  /** The DSN of a project there. */
  get dsn(): string {
    return `http://0123456789abcdef0123456789abcdef@${this.host}/base/42`;
  }
}
