import type { ClerkEmulator } from '@tenantry/clerk-emulator';
import type { Json } from './sdk-client.js';

type Answer = { status: number; headers: Headers; body: Json };

/** A browser with one cookie jar that talks to the Frontend API in forms, as Clerk's own front end does. */
export class Browser {
  private cookie: string | undefined;

  constructor(
    private readonly clerk: ClerkEmulator,
    private readonly origin?: string,
  ) {}

  async send(method: string, path: string, fields?: Record<string, string>): Promise<Answer> {
    const response = await fetch(`${this.clerk.url}/v1${path}`, {
      method,
      headers: {
        ...(this.cookie !== undefined && { cookie: this.cookie }),
        ...(this.origin !== undefined && { origin: this.origin }),
      },
      ...(fields && { body: new URLSearchParams(fields) }),
    });
    this.cookie = response.headers.get('set-cookie')?.split(';')[0] ?? this.cookie;
    return { status: response.status, headers: response.headers, body: await response.json() };
  }

  post(path: string, fields: Record<string, string> = {}): Promise<Answer> {
    return this.send('POST', path, fields);
  }
}
