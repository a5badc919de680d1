import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { verifyWebhook, WebhookVerificationError } from '@tenantry/client';
import fc from 'fast-check';
import { Webhook } from 'svix';

const secretOf = (bytes: Uint8Array) => `whsec_${Buffer.from(bytes).toString('base64')}`;
const SECRET = secretOf(randomBytes(24));
const NOW = new Date('2026-11-21T09:00:00Z');
const now = () => NOW.getTime() / 1000;

/** A delivery as the library signs it that senders use. */
function delivery(payload: string, { secret = SECRET, at = NOW, prefix = 'webhook' } = {}) {
  const id = 'msg_2qQz7dY8bC';
  const signature = new Webhook(secret).sign(id, at, payload);
  const timestamp = String(Math.floor(at.getTime() / 1000));
  return { [`${prefix}-id`]: id, [`${prefix}-timestamp`]: timestamp, [`${prefix}-signature`]: signature };
}

describe('the signature of a webhook', () => {
  it('is right where the library of senders has made it, whatever is sent', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), fc.uint8Array({ minLength: 24, maxLength: 64 }), async (payload, bytes) => {
        const secret = secretOf(bytes);
        const read = await verifyWebhook(payload, delivery(payload, { secret }), secret, { now });
        expect(read).toEqual(JSON.parse(payload));
      }),
    );
  });

  it('is read from bytes, from Headers, and under the names that Svix gives', async () => {
    const payload = '{"type":"member.added","name":"Zoë"}';
    const bytes = new TextEncoder().encode(payload);
    const read = JSON.parse(payload) as unknown;
    expect(await verifyWebhook(bytes, new Headers(delivery(payload)), SECRET, { now })).toEqual(read);
    expect(await verifyWebhook(payload, delivery(payload, { prefix: 'svix' }), SECRET, { now })).toEqual(
      read,
    );
  });

  it('may be made with either of two secrets', async () => {
    const next = secretOf(randomBytes(24));
    for (const secret of [SECRET, next])
      expect(await verifyWebhook('{}', delivery('{}', { secret }), [SECRET, next], { now })).toEqual({});
  });

  it('is wrong for one changed byte, another secret, another time and no header', async () => {
    const headers = delivery('{"a":1}');
    const refused = async (work: Promise<unknown>) => {
      await expect(work).rejects.toThrow(WebhookVerificationError);
    };
    await refused(verifyWebhook('{"a":2}', headers, SECRET, { now }));
    await refused(verifyWebhook('{"a":1}', headers, secretOf(randomBytes(24)), { now }));
    await refused(
      verifyWebhook('{"a":1}', { ...headers, 'webhook-timestamp': String(now() + 1) }, SECRET, { now }),
    );
    await refused(verifyWebhook('{"a":1}', { ...headers, 'webhook-id': 'msg_other' }, SECRET, { now }));
    for (const garbage of [
      '',
      'v1,',
      'v1,%%%',
      'v1',
      'v2,abc',
      `v1a,${headers['webhook-signature']!.slice(3)}`,
    ])
      await refused(verifyWebhook('{"a":1}', { ...headers, 'webhook-signature': garbage }, SECRET, { now }));
    for (const name of Object.keys(headers))
      await refused(verifyWebhook('{"a":1}', { ...headers, [name]: undefined }, SECRET, { now }));
  });

  it('is never judged by a secret that is none, since anybody could sign with it', async () => {
    const forged = delivery('{}', { secret: secretOf(new Uint8Array(32)) });
    for (const secret of ['', 'whsec_', 'whsec_%%%', 'whsec_AAAA', 'undefined'])
      await expect(verifyWebhook('{}', forged, secret, { now })).rejects.toThrow(TypeError);
  });

  it('is too old after five minutes, and ahead of the clock by as much', async () => {
    for (const seconds of [-301, 301]) {
      const at = new Date(NOW.getTime() + seconds * 1000);
      await expect(verifyWebhook('{}', delivery('{}', { at }), SECRET, { now })).rejects.toThrow(/too old/);
    }
    const at = new Date(NOW.getTime() - 299_000);
    expect(await verifyWebhook('{}', delivery('{}', { at }), SECRET, { now })).toEqual({});
  });
});
