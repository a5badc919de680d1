import { inSpan } from '#libs/telemetry';
import { Bulkhead } from '../bulkhead.js';
import { CircuitBreaker } from '../circuit-breaker.js';
import { ClerkCircuitOpenError, ClerkRefusedError, ClerkUnavailableError } from '../clerk-errors.js';
import { clerkMetrics } from '../clerk-metrics.js';
import { ask, parseAnswer } from '../http-exchange.js';
import { type ClientTokenKind, rotatedIn, sentWith } from './client-token.js';

export interface FrontendApiSettings {
  /** Origin of the Frontend API: the issuer of the instance's tokens. */
  readonly frontendUrl: string;
  /** Whether it is a development instance, whose clients are dev browsers. */
  readonly isDevelopment: boolean;
  /** Milliseconds for one request; default 5 000. */
  readonly deadlineMs?: number;
  /** Milliseconds for which an open breaker lets nothing through at most; default 30 000, 0: it never opens. */
  readonly breakerCooldownMs?: number;
}

/** On whose behalf a request is sent. */
export interface FrontendCaller {
  /** An authorized party: what `azp` of the tokens will say. */
  readonly origin: string;
  /** The person's own, so that Clerk shows them their device. */
  readonly userAgent: string | null;
}

export interface FrontendRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/v1`, ids in it. */
  readonly path: string;
  /** The same without ids. */
  readonly operation: string;
  readonly clientToken: string | null;
  readonly fields?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
}

export interface FrontendAnswer {
  readonly value: unknown;
  /** The token of the client from now on; null where there is none yet. */
  readonly clientToken: string | null;
}

const CONNECTIONS = 20;
const MAX_WAIT_MS = 2_000;
const MAX_AGENT = 256;

/**
 * The one way of a process to Clerk's Frontend API. Nothing is ever sent twice: a code may be used up by the first try, and
 * each wrong password counts.
 */
export class FrontendTransport {
  readonly tokenKind: ClientTokenKind;
  private readonly bulkhead = new Bulkhead(CONNECTIONS);
  private readonly breaker: CircuitBreaker;

  constructor(private readonly settings: FrontendApiSettings) {
    this.tokenKind = settings.isDevelopment ? 'dev_browser' : 'cookie';
    this.breaker = new CircuitBreaker(() => performance.now(), settings.breakerCooldownMs ?? 30_000);
  }

  /**
   * @throws ClerkRefusedError for a 4xx other than 429, ClerkSchemaError for an answer too large, ClerkUnavailableError for
   *   everything that may pass
   */
  async send(request: FrontendRequest, caller: FrontendCaller): Promise<FrontendAnswer> {
    const { operation } = request;
    const isFree = await this.bulkhead.enter(MAX_WAIT_MS);
    if (!isFree) throw new ClerkUnavailableError(operation, 1, { reason: 'busy' });
    try {
      const answer = await this.admitted(request, caller);
      count(operation, 'ok');
      return answer;
    } catch (error) {
      if (error instanceof ClerkUnavailableError) count(operation, error.reason);
      else count(operation, error instanceof ClerkRefusedError ? 'refused' : 'invalid');
      throw error;
    } finally {
      this.bulkhead.leave();
    }
  }

  /**
   * The next step of a sign-in or sign-up; errors as of {@link send}.
   *
   * @param name e.g. `attempt_second_factor`
   */
  step(
    kind: 'sign_ins' | 'sign_ups',
    { id, clientToken }: { readonly id: string; readonly clientToken: string },
    name: string,
    fields: Readonly<Record<string, string>>,
    caller: FrontendCaller,
  ): Promise<FrontendAnswer> {
    const path = `/client/${kind}/${id}/${name}`;
    const operation = `POST /client/${kind}/{id}/${name}`;
    return this.send({ method: 'POST', path, operation, clientToken, fields }, caller);
  }

  private async admitted(request: FrontendRequest, caller: FrontendCaller): Promise<FrontendAnswer> {
    const permit = this.breaker.admit();
    if (permit === null) {
      const seconds = Math.max(1, Math.ceil(this.breaker.cooldownMs() / 1_000));
      throw new ClerkCircuitOpenError(request.operation, seconds);
    }
    try {
      const answer = await this.exchange(request, caller);
      this.breaker.succeeded(permit);
      return answer;
    } catch (error) {
      if (!(error instanceof ClerkUnavailableError) || error.reason === 'rate_limited')
        this.breaker.succeeded(permit);
      else this.breaker.failed(permit, { isTimeout: error.reason === 'timeout' });
      throw error;
    }
  }

  private exchange(request: FrontendRequest, caller: FrontendCaller): Promise<FrontendAnswer> {
    const { operation, method, path, clientToken, fields } = request;
    const { query, headers } = sentWith(this.tokenKind, clientToken);
    const url = new URL(`/v1${path}`, this.settings.frontendUrl);
    for (const [name, value] of Object.entries({ ...request.query, ...query }))
      url.searchParams.set(name, value);
    const init = {
      method,
      headers: { ...headers, Origin: caller.origin, 'User-Agent': agentOf(caller) },
      ...(fields !== undefined && { body: new URLSearchParams(fields) }),
    };
    const attributes = {
      'http.request.method': method,
      'url.template': operation.replace(/^\S+ /, '/v1'),
    };
    return inSpan({ name: operation, kind: 'client', attributes }, async (span) => {
      const deadlineMs = this.settings.deadlineMs ?? 5_000;
      const answer = await ask({ operation, url, init, deadlineMs, isLimit: false, span });
      return {
        value: parseAnswer(answer.text, request),
        clientToken: (this.tokenKind === 'cookie' ? rotatedIn(answer.headers) : null) ?? request.clientToken,
      };
    });
  }
}

function agentOf({ userAgent }: FrontendCaller): string {
  const printable = (userAgent ?? '').replace(/[^\x20-\x7e]/g, '').slice(0, MAX_AGENT);
  return printable === '' ? 'tenantry' : printable;
}

function count(operation: string, outcome: string): void {
  clerkMetrics.requests.inc({ operation, priority: 'interactive', outcome });
}
