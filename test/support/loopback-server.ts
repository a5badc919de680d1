import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server of a spec on a free port of this machine. */
export abstract class LoopbackServer {
  private readonly server = createServer((request, response) => {
    this.serve(request, response);
  });

  protected abstract serve(request: IncomingMessage, response: ServerResponse): void;

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  /** `address:port`, once it has started. */
  get host(): string {
    return `127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  get url(): string {
    return `http://${this.host}`;
  }

  /** Ends it, whoever still waits for an answer. */
  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** Tells the whole body of a request, as text. */
export function onBody(request: IncomingMessage, take: (body: string) => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    take(Buffer.concat(chunks).toString());
  });
}
