import type { ClerkEmulator } from '#libs/clerk-emulator';

/** A request as the specs of this folder write it down. */
export interface ApiRequest {
  readonly method: string;
  /** With the query, without the origin. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ApiAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly headers: Headers;
  readonly text: string;
}

/** Sends one request; the connection is kept for the next. */
export async function send(url: string, request: ApiRequest, token: string | null): Promise<ApiAnswer> {
  const response = await fetch(`${url}${request.path}`, {
    method: request.method,
    redirect: 'manual',
    headers: {
      ...(request.body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...request.headers,
    },
    ...(request.body !== undefined && {
      body: typeof request.body === 'string' ? request.body : JSON.stringify(request.body),
    }),
  });
  return {
    status: response.status,
    contentType: response.headers.get('content-type') ?? '',
    headers: response.headers,
    text: await response.text(),
  };
}

const RENEW_AFTER_MS = 30_000;

/** Session tokens of many people, each minted once for its half of a lifetime. */
export class Tokens {
  private readonly minted = new Map<string, { jwt: string; at: number }>();

  constructor(private readonly clerk: ClerkEmulator) {}

  /** The next token is a new one. */
  forget(email: string): void {
    for (const key of this.minted.keys()) if (key.startsWith(`${email} `)) this.minted.delete(key);
  }

  /** Fresh from the sign-in, so that step-up asks for nothing more unless `claims` says otherwise. */
  of(email: string, claims: Record<string, unknown> = {}): string {
    const key = `${email} ${JSON.stringify(claims)}`;
    const known = this.minted.get(key);
    if (known !== undefined && Date.now() - known.at < RENEW_AFTER_MS) return known.jwt;
    const { jwt } = this.clerk.control.tokens({ email, claims: { fva: [0, -1], ...claims } });
    this.minted.set(key, { jwt, at: Date.now() });
    return jwt;
  }
}

/** Runs work over a list, so many at a time, and keeps the order of the results. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) results[index] = await work(items[index]!);
  };
  await Promise.all(Array.from({ length: width }, lane));
  return results;
}
