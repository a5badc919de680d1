import type { OutageWorld } from './outage-world.js';

/** What came back of a request, or that nothing did. */
export interface Answer {
  /** 0: there was no answer in {@link NO_ANSWER_MS}. */
  readonly status: number;
  /** The code of a problem document. */
  readonly code: string | undefined;
  /** Seconds; null without the header. */
  readonly retryAfter: number | null;
  readonly ms: number;
  readonly body: unknown;
}

/** Where a row is walked: one fault in one world. */
export interface Scene {
  readonly world: OutageWorld;
  readonly fault: string;
  /** The same in each try of a request that makes something. */
  readonly key: string;
}

/** How a row of the table is asked for. */
export interface OutageFunction {
  readonly ask: (scene: Scene) => Promise<Answer>;
  /** Whether it has happened, here and at Clerk: read past everything that is broken. */
  readonly isDone?: (scene: Scene, answer: Answer) => boolean | Promise<boolean>;
}

/** Longer than any deadline of the service. */
const NO_ANSWER_MS = 30_000;

interface Request {
  readonly as?: string;
  readonly claims?: Record<string, unknown>;
  readonly organizationId?: string;
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a request as somebody and reads what comes back; a refused or lost answer is one too. */
export async function send({ world }: Scene, line: string, request: Request = {}): Promise<Answer> {
  const [method = '', path = ''] = line.split(' ');
  const { as, claims, organizationId, body } = request;
  const token =
    request.token ??
    (as === undefined
      ? undefined
      : world.clerk.control.tokens({ email: as, organizationId, claims: { ...claims, ...world.times() } })
          .jwt);
  const started = performance.now();
  const told = (status: number, rest: Partial<Answer> = {}): Answer => ({
    status,
    code: undefined,
    retryAfter: null,
    body: undefined,
    ...rest,
    ms: performance.now() - started,
  });
  try {
    const response = await fetch(`${world.url}${path}`, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...request.headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(NO_ANSWER_MS),
    });
    const text = await response.text();
    const isJson = /[/+]json(;|$)/.test(response.headers.get('content-type') ?? '');
    const parsed = isJson && text !== '' ? (JSON.parse(text) as { code?: string }) : undefined;
    const retryAfter = response.headers.get('retry-after');
    return told(response.status, {
      code: parsed?.code,
      retryAfter: retryAfter === null ? null : Number(retryAfter),
      body: parsed,
    });
  } catch {
    return told(0);
  }
}
