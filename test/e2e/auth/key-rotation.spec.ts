import { createSign, randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { generateSigningKeys, type SigningKeys } from '@tenantry/clerk-emulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../../src/create-app.js';
import { parseEnvironment } from '#settings';
import { newWebhookSecret, variablesOf } from '../../support/service-variables.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { svixHeaders } from '../../support/svix-headers.js';

const PERSON = 'nina@nowhere.test';
const REPLICAS = 2;

/** What Clerk signs tokens with, and the events it sends. */
interface ClerkKeys {
  readonly jwt: SigningKeys;
  readonly webhook: string;
}

/**
 * The order of docs/runbook.md, "A key has leaked": both keys in the settings and a restart, then Clerk changes to the new
 * one, then the old one is taken out and a restart. Replicas restart one after the other.
 */
describe('the keys of Clerk, changed while two replicas serve', () => {
  let world: TestApp;
  let before: ClerkKeys;
  const after: ClerkKeys = { jwt: generateSigningKeys(), webhook: newWebhookSecret() };
  const replicas: Awaited<ReturnType<typeof createApp>>[] = [];

  beforeAll(async () => {
    before = { jwt: generateSigningKeys(), webhook: newWebhookSecret() };
    world = await startTestApp({ prepare: (clerk) => void clerk.control.ensureUser({ email: PERSON }) });
    for (let index = 0; index < REPLICAS; index += 1) replicas.push(await startWith([before]));
  });

  afterAll(async () => {
    for (const replica of replicas) await replica.close();
    await world.close();
  });

  const startWith = async (keys: readonly ClerkKeys[]) => {
    const app = await createApp(
      parseEnvironment({
        ...variablesOf(world),
        CLERK_JWT_KEY: keys.map(({ jwt }) => jwt.publicKey).join('\n'),
        CLERK_WEBHOOK_SIGNING_SECRET: keys.map(({ webhook }) => webhook).join(','),
      }),
    );
    await app.listen(0, '127.0.0.1');
    return app;
  };

  /** As a deployment does: the next one serves before the one that it replaces stops. */
  const restartWith = async (index: number, keys: readonly ClerkKeys[]) => {
    const replaced = replicas[index]!;
    replicas[index] = await startWith(keys);
    await replaced.close();
  };

  const tokenOf = ({ jwt }: ClerkKeys) => {
    const { jwt: issued } = world.clerk.control.tokens({ email: PERSON });
    const signed = issued.slice(0, issued.lastIndexOf('.'));
    return `${signed}.${createSign('RSA-SHA256').update(signed).sign(jwt.privateKey, 'base64url')}`;
  };

  /** Every replica, asked with what Clerk signs: tokens with each of `tokens`, one delivery with all of `deliveries`. */
  const answers = async (tokens: readonly ClerkKeys[], deliveries: readonly ClerkKeys[]) => {
    const statuses: number[] = [];
    for (const replica of replicas) {
      const url = `http://127.0.0.1:${(replica.getHttpServer().address() as AddressInfo).port}`;
      for (const keys of tokens) {
        const headers = { authorization: `Bearer ${tokenOf(keys)}` };
        statuses.push((await fetch(`${url}/api/v1/session`, { headers })).status);
      }
      statuses.push((await deliver(url, deliveries)).status);
    }
    return statuses;
  };

  const deliver = (url: string, signers: readonly ClerkKeys[]) => {
    const { instanceId } = world.clerk;
    const id = `msg_${randomUUID().replaceAll('-', '')}`;
    const event = { type: 'sms.created', object: 'event', data: {}, timestamp: Date.now() };
    const body = JSON.stringify({ ...event, instance_id: instanceId });
    return fetch(`${url}/api/webhooks/clerk`, {
      method: 'POST',
      headers: svixHeaders(
        id,
        body,
        signers.map(({ webhook }) => webhook),
      ),
      body,
    });
  };

  it('refuse no token and no delivery that Clerk signs, and the old ones afterwards', async () => {
    const refused: Record<string, number[]> = {};
    const look = async (when: string, tokens: readonly ClerkKeys[], deliveries: readonly ClerkKeys[]) => {
      const bad = (await answers(tokens, deliveries)).filter((status) => status >= 300);
      if (bad.length > 0) refused[when] = bad;
    };
    await look('with the old keys', [before], [before]);
    for (let index = 0; index < REPLICAS; index += 1) {
      await restartWith(index, [before, after]);
      await look(`replica ${index} with both`, [before], [before]);
    }
    // Tokens of a minute ago still go round; Svix signs with both secrets for a day.
    await look('once Clerk has changed', [before, after], [before, after]);
    for (let index = 0; index < REPLICAS; index += 1) {
      await restartWith(index, [after]);
      await look(`replica ${index} with the new ones`, [after], [before, after]);
    }
    await look('a day later', [after], [after]);
    expect(refused).toEqual({});
    expect(await answers([before], [before])).toEqual([401, 400, 401, 400]);
  });
});
