import { RefusedProof } from './identity';

/** A factor as Clerk's Frontend API tells of it. */
export interface ApiFactor {
  readonly strategy: string;
  readonly safe_identifier?: string;
  readonly email_address_id?: string;
  readonly phone_number_id?: string;
}

/** What the console reads of an answer. */
export interface ApiAnswer {
  readonly response: {
    readonly id: string;
    readonly status: string;
    readonly created_session_id?: string | null;
    readonly last_active_session_id?: string | null;
    readonly sessions?: readonly { readonly id: string; readonly status: string }[];
    readonly supported_first_factors?: readonly ApiFactor[] | null;
    readonly supported_second_factors?: readonly ApiFactor[] | null;
  } | null;
}

/** Requests to the Frontend API of a local Clerk; who the browser is stands in a cookie that no script can read. */
export class LocalFrontendApi {
  private readonly base: string;

  /** @param origin as the service knows it; it is asked under the name of this page, so that the cookie goes along */
  constructor(origin: string) {
    const url = new URL(origin);
    if (location.hostname === 'localhost' || location.hostname === '127.0.0.1')
      url.hostname = location.hostname;
    this.base = `${url.origin}/v1`;
  }

  async client(): Promise<ApiAnswer> {
    const answer = await fetch(`${this.base}/client`, { credentials: 'include' });
    return (await answer.json()) as ApiAnswer;
  }

  /** @throws RefusedProof with the sentence that is for people */
  async post(path: string, fields: Record<string, string> = {}): Promise<ApiAnswer> {
    const answer = await this.send(path, fields);
    const body = (await answer.json()) as ApiAnswer & { errors?: { long_message: string }[] };
    if (!answer.ok) throw new RefusedProof(body.errors?.[0]?.long_message ?? String(answer.status));
    return body;
  }

  /** A token of a session, or null when it has ended. */
  async token(sessionId: string): Promise<string | null> {
    const answer = await this.send(`client/sessions/${sessionId}/tokens`, {});
    if (!answer.ok) return null;
    return ((await answer.json()) as { jwt: string }).jwt;
  }

  private send(path: string, fields: Record<string, string>): Promise<Response> {
    const body = new URLSearchParams(fields);
    return fetch(`${this.base}/${path}`, { method: 'POST', credentials: 'include', body });
  }
}
