import { expect } from 'vitest';
import type { ClerkClient } from '@clerk/backend';
import { type ClerkEmulator, startClerkEmulator } from '@tenantry/clerk-emulator';
import { Browser } from './browser.js';
import { OpenApiContract, openApiIsPresent } from './openapi-contract.js';
import { type Json, sdkFor, TEST_KEYS } from './sdk-client.js';

export const ORIGIN = 'http://localhost:3000';
export const PASSWORD = 'correct horse battery';

/** People in their browsers at the Frontend API of one emulator. */
export class FrontendVisitors {
  readonly contract = openApiIsPresent ? new OpenApiContract('fapi/2026-05-12.yml') : undefined;
  /** Operations of Clerk's document that were called with success. */
  readonly called = new Set<string>();
  readonly sdk: ClerkClient;
  private count = 0;

  private constructor(readonly clerk: ClerkEmulator) {
    this.sdk = sdkFor(clerk);
  }

  static async start(): Promise<FrontendVisitors> {
    return new FrontendVisitors(await startClerkEmulator({ port: 0, keys: TEST_KEYS, rateLimits: 'off' }));
  }

  /** A browser whose every answer is checked against Clerk's document. */
  browser(origin: string | undefined = ORIGIN): Browser {
    const { contract } = this;
    const plain = new Browser(this.clerk, origin);
    const send = plain.send.bind(plain);
    plain.send = async (method, path, fields) => {
      const answer = await send(method, path, fields);
      const operation = contract?.operationOf(method, `/v1${path.split('?')[0] ?? ''}`);
      if (contract && operation !== undefined) {
        if (answer.status < 400) this.called.add(operation);
        expect(contract.checkAnswer(operation, answer.status, answer.body)).toEqual([]);
      }
      return answer;
    };
    return plain;
  }

  async person(): Promise<{ id: string; email: string }> {
    const email = `person${++this.count}@example.test`;
    const user = await this.sdk.users.createUser({ emailAddress: [email], password: PASSWORD });
    return { id: user.id, email };
  }

  async signedIn(): Promise<{ tab: Browser; id: string; email: string; sessionId: string }> {
    const user = await this.person();
    const tab = this.browser();
    const { body } = await tab.post('/client/sign_ins', { identifier: user.email, password: PASSWORD });
    expect(body.response.status).toBe('complete');
    return { ...user, tab, sessionId: body.response.created_session_id };
  }
}

/** What a token says, whoever signed it. */
export function claimsOf(jwt: string): Json {
  return JSON.parse(Buffer.from(String(jwt.split('.')[1]), 'base64url').toString());
}
