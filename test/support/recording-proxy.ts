import {
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as send,
  type ServerResponse,
} from 'node:http';
import { LoopbackServer } from './loopback-server.js';

/** Hands requests on to another server, unchanged, and keeps their headers. */
export class RecordingProxy extends LoopbackServer {
  /** Where requests go on to. */
  target = '';
  readonly requests: { readonly path: string; readonly headers: IncomingHttpHeaders }[] = [];

  protected override serve(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? '/';
    this.requests.push({ path, headers: request.headers });
    const headers = { ...request.headers };
    delete headers.host;
    const onward = send(new URL(path, this.target), { method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  }
}
