import { LoadService } from '#accounts';
import { NO_RECORD } from '../../../src/accounts/files/account-record.js';
import type { Clock } from '#libs/time';
import { atClerk } from '../../support/at-clerk.js';
import { ORIGIN } from '../../support/service-variables.js';
import { freePort } from '../../support/free-port.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';

/** An answer of a sign-in route, with the cookie that came with it. */
export interface AuthAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
  readonly cookie: string | null;
}

/** A browser with its cookies, on a page of the authorized party. */
export class AuthBrowser {
  private jar = new Map<string, string>();

  constructor(
    private readonly url: string,
    private readonly origin: string | null = ORIGIN,
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  signIn(emailAddress: string, password: string): Promise<AuthAnswer> {
    return this.post('sign-in', { emailAddress, password });
  }

  /** The header `Cookie`; null without any. */
  get cookie(): string | null {
    return this.jar.size === 0 ? null : [...this.jar].map((pair) => pair.join('=')).join('; ');
  }

  set cookie(header: string | null) {
    const pairs = header === null ? [] : header.split('; ');
    // Blanks before a name keep apart what a jar would not hold twice, and nobody reads them.
    this.jar = new Map(
      pairs.map((pair, at) => {
        const [name = '', value = ''] = pair.split('=');
        return [`${' '.repeat(at)}${name}`, value];
      }),
    );
  }

  get(path: string): Promise<AuthAnswer> {
    return this.send('GET', path);
  }

  delete(path: string): Promise<AuthAnswer> {
    return this.send('DELETE', path);
  }

  post(path: string, body?: object): Promise<AuthAnswer> {
    return this.send('POST', path, body);
  }

  private async send(method: string, path: string, body?: object): Promise<AuthAnswer> {
    const response = await fetch(`${this.url}/api/v1/auth/${path}`, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(this.origin !== null && { origin: this.origin }),
        ...(this.cookie !== null && { cookie: this.cookie }),
        ...this.headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const cookies = response.headers.getSetCookie();
    for (const each of cookies) {
      const [name, value] = each.split(';')[0]!.split('=') as [string, string];
      if (each.includes('Max-Age=0')) this.jar.delete(name);
      else this.jar.set(name, value);
    }
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
      cookie: cookies.at(-1) ?? null,
    };
  }
}

/** A service that people sign in at, whose clocks move with the test's. */
export interface SignInWorld extends TestApp {
  browser(): AuthBrowser;
  /** Loads accounts of the older system. */
  load(people: readonly OldAccount[]): Promise<void>;
  /** Users at Clerk with that address. */
  usersAt(emailAddress: string): { id: string; external_id: string | null }[];
  /** Somebody who is at Clerk already, as Clerk's Backend API makes them. */
  createAtClerk(emailAddress: string, password: string, fields?: object): Promise<string>;
  backend(method: string, path: string, body?: object): Promise<Record<string, unknown>>;
}

export interface OldAccount {
  readonly id: string;
  readonly email: string;
  readonly digest: string;
  readonly hasher?: string;
  readonly totpSecret?: string;
}

export async function startSignInWorld({
  clock,
  variables = {},
  port,
}: { clock?: Clock; variables?: Record<string, string>; port?: number } = {}): Promise<SignInWorld> {
  const world = await startTestApp({
    ...(clock !== undefined && { clock }),
    ...(port !== undefined && { port }),
    variables: () => ({
      LEGACY_ACCOUNTS_ENABLED: 'true',
      ACCOUNT_SIGN_IN_ENABLED: 'true',
      TRUSTED_PROXIES: '127.0.0.1',
      ...variables,
    }),
  });
  const backend = (method: string, path: string, body?: object) => atClerk(world.clerk, method, path, body);
  let visitors = 0;
  return {
    ...world,
    backend,
    // Each at an address of its own, so that one does not use up the attempts of another.
    browser: () =>
      new AuthBrowser(world.url, ORIGIN, {
        'x-forwarded-for': `198.51.${Math.floor(++visitors / 250)}.${(visitors % 250) + 1}`,
      }),
    load: (people) => loadOldAccounts(world, people),
    usersAt: (emailAddress) =>
      (
        world.clerk.control.state().users as unknown as {
          id: string;
          external_id: string | null;
          email_addresses: { email_address: string }[];
        }[]
      ).filter((user) => user.email_addresses.some((each) => each.email_address === emailAddress)),
    createAtClerk: async (emailAddress, password, fields = {}) => {
      const user = await backend('POST', '/users', { email_address: [emailAddress], password, ...fields });
      await world.settled();
      return user.id;
    },
  };
}

/** Loads accounts of the older system into a service that takes them. */
export async function loadOldAccounts({ app }: TestApp, people: readonly OldAccount[]): Promise<void> {
  const records = async function* () {
    await Promise.resolve();
    for (const [index, { id, email, digest, hasher = 'argon2id', totpSecret = null }] of people.entries())
      yield {
        ...NO_RECORD,
        line: index + 1,
        legacyId: id,
        emailAddress: email,
        emailVerified: true,
        firstName: 'Some',
        lastName: 'Body',
        username: null,
        createdAt: null,
        digest,
        hasher,
        totpSecret,
      };
  };
  const options = { hasher: undefined, skipBroken: false, dryRun: false, onRefused: () => undefined };
  await app
    .get(LoadService, { strict: false })
    .load(records(), options, { kind: 'system', name: 'accounts' });
}

/** What an answer comes to: its status, and the code of its problem or how the account stands. */
export function told({ status, body }: Pick<AuthAnswer, 'status' | 'body'>): unknown[] {
  return [status, body['code'] ?? body['status']];
}

/** The same with the pages of accounts, which take forms from their own address. */
export async function startPagesWorld(): Promise<SignInWorld> {
  const port = await freePort();
  return startSignInWorld({
    port,
    variables: {
      ACCOUNT_PAGES_ENABLED: 'true',
      SCHEDULER_ENABLED: 'false',
      CLERK_AUTHORIZED_PARTIES: `${ORIGIN},http://127.0.0.1:${port}`,
    },
  });
}
