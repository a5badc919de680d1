import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { ClerkEmulator } from '@tenantry/clerk-emulator';

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

/** Node lets go of idle connections by itself when nothing else is left to do. */
const agent = new Agent({ keepAlive: true });

/** Sends one request; the connection is kept for the next. */
export async function send(url: string, wanted: ApiRequest, token: string | null): Promise<ApiAnswer> {
  const { method, path, body } = wanted;
  const payload = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const headers = {
    ...(payload !== undefined && {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(payload)),
    }),
    ...(token !== null && { authorization: `Bearer ${token}` }),
    ...wanted.headers,
  };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const outgoing = request(`${url}${path}`, { method, headers, agent }, resolve);
    outgoing.once('error', reject).end(payload);
  });
  const got = new Headers();
  for (const [name, values] of Object.entries(response.headersDistinct)) {
    for (const value of values ?? []) got.append(name, value);
  }
  return {
    status: response.statusCode ?? 0,
    contentType: got.get('content-type') ?? '',
    headers: got,
    text: await text(response),
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
  const priority = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) results[index] = await work(items[index]!);
  };
  await Promise.all(Array.from({ length: width }, priority));
  return results;
}
