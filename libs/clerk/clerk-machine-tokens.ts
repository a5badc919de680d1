import { Bulkhead } from './bulkhead.js';
import { ClerkRefusedError, ClerkUnavailableError } from './clerk-errors.js';
import type { ClerkTransport } from './clerk-transport.js';
import { FieldReader } from './field-reader.js';
import { WINDOW_MS } from './pacing/pacer.js';
import { RequestWindow } from './pacing/request-window.js';

/** A token for a caller that is no person, as Clerk knows it at this moment. It is neither revoked nor expired. */
export interface ClerkMachineToken {
  /** What it is a token of: the API key `ak_…`, the machine `mch_…`, the OAuth client. */
  readonly holder: string;
  /** For whom it was made: `user_…` or `org_…` of an API key, `user_…` of an OAuth token; a machine for itself. */
  readonly subject: string;
  /** Of an API key: what it may do by the word of its maker. Of a machine's token: the machines it is for. */
  readonly scopes: readonly string[];
  /** Null: without end. */
  readonly expiresAt: Date | null;
}

const AT_ONCE = 3;
const MAX_WAIT_MS = 2_000;

/**
 * Asks Clerk about tokens that strangers send. Whoever sends garbage causes these calls, so together they take a tenth of
 * what this process may ask Clerk, and three connections: everybody else's calls go on beside a flood.
 */
export class ClerkMachineTokens {
  private readonly window: RequestWindow;
  private readonly bulkhead = new Bulkhead(AT_ONCE);

  constructor(private readonly transport: ClerkTransport) {
    this.window = new RequestWindow(Math.max(1, Math.floor(transport.rateLimit / 10)), WINDOW_MS);
  }

  /** @returns null for one that Clerk does not know, or that is revoked or expired; errors else: see `ClerkApi` */
  async verifyApiKey(secret: string): Promise<ClerkMachineToken | null> {
    return this.verify('POST /api_keys/verify', '/api_keys/verify', { secret }, (key) => ({
      holder: key.id('id', 'ak_'),
      subject: key.text('subject'),
    }));
  }

  /** As of API keys; tokens in the form of a JWT are not verified here. */
  async verifyM2mToken(token: string): Promise<ClerkMachineToken | null> {
    return this.verify('POST /m2m_tokens/verify', '/m2m_tokens/verify', { token }, (found) => {
      const machine = found.id('subject', 'mch_');
      return { holder: machine, subject: machine };
    });
  }

  /** As of API keys; of both forms, so that a revoked JWT is refused too. */
  async verifyOauthToken(token: string): Promise<ClerkMachineToken | null> {
    const path = '/oauth_applications/access_tokens/verify';
    return this.verify(`POST ${path}`, path, { access_token: token }, (found) => ({
      holder: found.text('client_id'),
      subject: found.id('subject', 'user_'),
    }));
  }

  private async verify(
    operation: string,
    path: string,
    body: object,
    read: (token: FieldReader) => Pick<ClerkMachineToken, 'holder' | 'subject'>,
  ): Promise<ClerkMachineToken | null> {
    const answer = await this.ask(operation, path, body);
    if (answer === null) return null;
    const token = new FieldReader(answer, 'token');
    // What Clerk says of a token in the form of a JWT that has ended.
    if (token.raw('active') === false) return null;
    if (token.flag('revoked') || token.flag('expired')) return null;
    const scopes = token.raw('scopes') == null ? [] : token.list('scopes', String);
    return { ...read(token), scopes, expiresAt: endOf(token) };
  }

  /** Null for what Clerk refuses: it knows no such token. */
  private async ask(operation: string, path: string, body: object): Promise<unknown> {
    const now = performance.now();
    const wait = this.window.nextAt(now) - now;
    if (wait > 0)
      throw new ClerkUnavailableError(operation, Math.ceil(wait / 1000), { reason: 'paced', isLimit: true });
    this.window.take(now);
    if (!(await this.bulkhead.enter(MAX_WAIT_MS)))
      throw new ClerkUnavailableError(operation, 1, { reason: 'busy', isLimit: true });
    try {
      return await this.transport.send({ method: 'POST', path, operation, body, repeatable: true });
    } catch (error) {
      const isUnknown = error instanceof ClerkRefusedError && [400, 404, 422].includes(error.status);
      if (isUnknown) return null;
      throw error;
    } finally {
      this.bulkhead.leave();
    }
  }
}

/** In milliseconds for API keys and machines, in seconds for OAuth tokens (types of @clerk/backend 3.x): told apart by size. */
function endOf(token: FieldReader): Date | null {
  const end = token.optionalTime('expiration');
  return end !== null && end.getTime() < 1e11 ? new Date(end.getTime() * 1000) : end;
}
