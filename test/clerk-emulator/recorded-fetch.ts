import type { OpenApiContract } from './openapi-contract.js';

/** What was asked of the emulator while recording, and what was wrong with the answers. */
export class RecordedFetch {
  readonly operations = new Set<string>();
  readonly problems: string[] = [];
  private readonly original = globalThis.fetch;

  constructor(
    private readonly baseUrl: string,
    private readonly contract: OpenApiContract | undefined,
  ) {}

  /** Watches every request of this process. The SDK takes the global `fetch` at each call under test. */
  start(): void {
    globalThis.fetch = async (input, init) => {
      const response = await this.original(input, init);
      const request = new Request(input, init?.method === undefined ? {} : { method: init.method });
      if (request.url.startsWith(this.baseUrl)) await this.check(request, response.clone());
      return response;
    };
  }

  stop(): void {
    globalThis.fetch = this.original;
  }

  private async check(request: Request, response: Response): Promise<void> {
    const path = new URL(request.url).pathname.replace(/^\/v1/, '');
    if (path.startsWith('/emulator')) return;
    const text = await response.text();
    const type = response.headers.get('content-type');
    if (text !== '' && type !== 'application/json') {
      this.problems.push(`${request.method} ${path}: content type ${String(type)}`);
    }
    const operation = this.contract?.operationOf(request.method, path) ?? `${request.method} ${path}`;
    if (response.status < 400) this.operations.add(operation);
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    if (this.contract?.operationOf(request.method, path) === undefined) return;
    this.problems.push(...this.contract.checkAnswer(operation, response.status, listOf(request, body)));
  }
}

/** Clerk's document knows only the bare lists; the SDK asks for `paginated=true` and gets them in an envelope. */
function listOf(request: Request, body: unknown): unknown {
  if (new URL(request.url).searchParams.get('paginated') !== 'true') return body;
  const envelope = body as { data: unknown; total_count: unknown };
  return typeof envelope.total_count === 'number' ? envelope.data : 'no total_count in the envelope';
}
