import { setTimeout as sleep } from 'node:timers/promises';
import { ClerkRefusedError, ClerkSchemaError, ClerkUnavailableError } from './clerk-errors.js';
import { RetryBudget } from './retry-budget.js';

export interface ClerkApiSettings {
  /** Origin of the Backend API, e.g. `https://api.clerk.com`. */
  apiUrl: string;
  secretKey: string;
  /** Milliseconds for one try, from the first byte sent to the last one read. */
  deadlineMs?: number;
}

/** Whether somebody waits for the answer, or it is part of a long walk that may take its time. */
export type ClerkLane = 'interactive' | 'batch';

export interface ClerkRequest {
  /** Default interactive. */
  lane?: ClerkLane;
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/v1`, ids already in it. */
  path: string;
  /** The same without ids, for errors and figures. */
  operation: string;
  query?: Record<string, string | number | readonly string[]>;
  body?: object;
  /** May be sent again after an answer got lost; default for reading and deleting. */
  repeatable?: boolean;
}

const API_VERSION = '2026-05-12';
const TRIES = 3;
const LONGEST_WAIT_MS = 2_000;
const LARGEST_ANSWER_BYTES = 10 * 1024 * 1024;

/** One request to Clerk with a deadline, bounded retries with full jitter, and a cap on the answer's size. */
export class ClerkTransport {
  private readonly retries = new RetryBudget();

  constructor(private readonly settings: ClerkApiSettings) {}

  /**
   * @returns the parsed JSON of a 2xx answer, `undefined` for 204
   * @throws ClerkRefusedError for a 4xx other than 429, ClerkUnavailableError for everything that may pass
   */
  async send(request: ClerkRequest): Promise<unknown> {
    const repeatable = request.repeatable ?? (request.method === 'GET' || request.method === 'DELETE');
    this.retries.earn();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.sendOnce(request);
      } catch (error) {
        if (!(error instanceof ClerkUnavailableError) || !repeatable || attempt === TRIES) throw error;
        const asked = (error.retryAfterSeconds ?? 0) * 1000;
        if (asked > LONGEST_WAIT_MS || !this.retries.spend()) throw error;
        await sleep(Math.max(asked, Math.random() * 100 * 2 ** attempt));
      }
    }
  }

  private async sendOnce(request: ClerkRequest): Promise<unknown> {
    let response: Response;
    let text: string;
    try {
      response = await fetch(this.urlOf(request), {
        method: request.method,
        headers: {
          Authorization: `Bearer ${this.settings.secretKey}`,
          'Clerk-API-Version': API_VERSION,
          'User-Agent': 'tenantry',
          ...(request.body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
        redirect: 'error',
        signal: AbortSignal.timeout(this.settings.deadlineMs ?? 5_000),
      });
      text = await readBounded(response);
    } catch (cause) {
      if (cause instanceof ClerkSchemaError) throw cause;
      throw new ClerkUnavailableError(request.operation, null, { cause });
    }
    if (response.status === 429 || response.status >= 500) {
      throw new ClerkUnavailableError(request.operation, retryAfterOf(response));
    }
    if (response.status >= 400)
      throw new ClerkRefusedError(request.operation, response.status, codesOf(text));
    if (response.status === 204 || text === '') return undefined;
    return parse(text, request.operation);
  }

  private urlOf(request: ClerkRequest): URL {
    const url = new URL(`/v1${request.path}`, this.settings.apiUrl);
    for (const [name, value] of Object.entries(request.query ?? {})) {
      for (const single of Array.isArray(value) ? (value as string[]) : [String(value)]) {
        url.searchParams.append(name, single);
      }
    }
    return url;
  }
}

async function readBounded(response: Response): Promise<string> {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > LARGEST_ANSWER_BYTES) throw new ClerkSchemaError('an answer is larger than 10 MB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

// HTML with status 200 is what a proxy answers when Clerk is away: nothing of it may be believed.
function parse(text: string, operation: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ClerkUnavailableError(operation, null, { cause });
  }
}

function retryAfterOf(response: Response): number | null {
  const seconds = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
  return Number.isNaN(seconds) || seconds < 0 ? null : seconds;
}

function codesOf(text: string): string[] {
  try {
    const body = JSON.parse(text) as { errors?: { code?: unknown }[] };
    return (body.errors ?? []).flatMap(({ code }) => (typeof code === 'string' ? [code] : []));
  } catch {
    return [];
  }
}
