import type { ClerkEmulatorControl } from '@tenantry/clerk-emulator';

/** An answer of the service, as far as it matters here. */
export interface DemoAnswer {
  readonly status: number;
  readonly body: unknown;
}

const TIMEOUT_MS = 10_000;

/** Calls the service over HTTP as one of the demo people, with a fresh token of the local Clerk. */
export class DemoApi {
  constructor(
    private readonly control: ClerkEmulatorControl,
    private readonly apiUrl: string,
  ) {}

  async call(
    email: string,
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    body?: object,
  ): Promise<DemoAnswer> {
    // As if the person had just signed in: some routes want that.
    const { jwt } = this.control.tokens({ email, claims: { fva: [0, -1] } });
    const response = await fetch(`${this.apiUrl}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${jwt}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
  }

  /** All rows of a list; the demo's fit on one page. */
  async list<Row>(email: string, path: string): Promise<readonly Row[] | DemoAnswer> {
    const answer = await this.call(email, 'GET', `${path}?limit=100`);
    return answer.status === 200 ? (answer.body as { data: readonly Row[] }).data : answer;
  }
}
