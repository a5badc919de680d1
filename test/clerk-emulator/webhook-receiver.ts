import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { LoopbackServer, onBody } from '../support/loopback-server.js';

/** A request that arrived at the endpoint. */
export interface ReceivedWebhook {
  headers: IncomingHttpHeaders;
  body: string;
}

/** An endpoint for webhooks that keeps what arrives and answers as told. */
export class WebhookReceiver extends LoopbackServer {
  readonly received: ReceivedWebhook[] = [];
  /** The status of the next answers; a list is used up from its start. */
  answers: number[] = [];
  /** Called before each answer. */
  onReceived: () => void = () => undefined;

  protected override serve(request: IncomingMessage, response: ServerResponse): void {
    onBody(request, (body) => {
      this.received.push({ headers: request.headers, body });
      this.onReceived();
      response.writeHead(this.answers.shift() ?? 204, { location: '/elsewhere' }).end();
    });
  }

  override get url(): string {
    return `${super.url}/webhooks`;
  }

  /** The types of the events that arrived, in order. */
  types(): string[] {
    return this.received.map(({ body }) => (JSON.parse(body) as { type: string }).type);
  }
}
