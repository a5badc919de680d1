import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHmac, randomBytes } from 'node:crypto';
import { FixedClock } from '#libs/time';
import { SigningSecret, TOLERANCE_SECONDS } from './webhook-signature.js';
import { DeliveryRefusedError, WebhookVerifier } from './webhook-verifier.js';

const NOW = 1_763_700_000;
const key = randomBytes(24);
const verifier = new WebhookVerifier(
  [`whsec_${randomBytes(24).toString('base64')}`, `whsec_${key.toString('base64')}`],
  'ins_1',
  new FixedClock(new Date(NOW * 1000 + 999)),
);
const body = Buffer.from(
  '{"type":"user.created","data":{"id":"user_1"},"timestamp":1763700000,"instance_id":"ins_1"}',
);
const sign = (id: string, at: number | string, bytes: Buffer) =>
  `v1,${createHmac('sha256', key).update(`${id}.${at}.`).update(bytes).digest('base64')}`;
const verify = (bytes: Buffer, svixId: string, svixTimestamp: string, svixSignature: string) =>
  verifier.verify(bytes, { svixId, svixTimestamp, svixSignature });

describe('the signature of a delivery', () => {
  // The machine's clock, which svix reads, beside that of the database, which the verifier is given.
  const machineSays = (seconds: number) => {
    vi.spyOn(Date, 'now').mockReturnValue(seconds * 1000 + 999);
  };
  beforeEach(() => {
    machineSays(NOW);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each([
    [
      'whsec_plJ3nmyCDGBKInavdOK15jsl',
      'msg_loFOjxBNrRLzqYUf',
      '1731705121',
      '{"event_type":"ping","data":{"success":true}}',
      'v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=',
    ],
    [
      'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      '1614265330',
      '{"test": 2432232314}',
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    ],
  ])('is the one that is published for %s', (secret, id, timestamp, text, signature) => {
    machineSays(Number(timestamp));
    const signing = new SigningSecret(secret);
    expect(signing.signed(id, timestamp, text, [signature])).toBe(true);
    expect(signing.signed(id, timestamp, `${text} `, [signature])).toBe(false);
  });

  it('holds with any of the secrets, and seconds are read as well as milliseconds', () => {
    const envelope = verify(body, 'msg_1', String(NOW), sign('msg_1', NOW, body));
    expect(envelope).toMatchObject({ type: 'user.created', objectId: 'user_1' });
    expect(envelope.eventAt?.getTime()).toBe(NOW * 1000);
  });

  it(`is good for ${TOLERANCE_SECONDS} seconds either way, exact to the second`, () => {
    const at = (seconds: number) => () =>
      verify(body, 'msg_1', String(seconds), sign('msg_1', seconds, body));
    for (const seconds of [NOW - 300, NOW + 300]) expect(at(seconds)).not.toThrow();
    for (const seconds of [NOW - 301, NOW + 301]) expect(at(seconds)).toThrow(DeliveryRefusedError);
  });

  it('is of exactly one row of bytes, one time and one text of its own', () => {
    const good = sign('msg_1', NOW, body);
    const replaced = Buffer.from(body.toString().replace('user_1', 'user_\uFFFD'));
    const invalid = Buffer.from(body.toString('latin1').replace('user_1', 'user_\xFF'), 'latin1');
    const why = (bytes: Buffer, at: string, signature: string) => {
      try {
        verify(bytes, 'msg_1', at, signature);
        return 'accepted';
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(why(body, String(NOW), `v2,${good.slice(3)} v1 v1, ${good}`)).toBe('accepted');
    expect(why(invalid, String(NOW), sign('msg_1', NOW, replaced))).toBe('body');
    expect(why(body, `0${NOW}`, good)).toBe('svix-timestamp');
    expect(why(body, `${NOW}.5`, good)).toBe('svix-timestamp');
    for (const signature of [`${good},`, `${good},x`, good.slice(0, -1), 'v1', 'v1,', ''])
      expect(why(body, String(NOW), signature)).toBe('signature');
  });

  it('fails for each of 10 000 deliveries in which one thing was changed', () => {
    const good = { id: 'msg_1', at: String(NOW), signature: sign('msg_1', NOW, body) };
    let accepted = 0;
    for (let round = 0; round < 10_000; round += 1) {
      const mutant = { ...good, bytes: Buffer.from(body) };
      const index = round % body.length;
      switch (round % 4) {
        case 0:
          mutant.bytes[index] = mutant.bytes[index]! ^ (1 << (round % 7));
          break;
        case 1:
          mutant.bytes = mutant.bytes.subarray(0, index);
          break;
        case 2:
          mutant.id = `msg_${round}x`;
          break;
        default: {
          const letter = round % 43;
          const changed = mutant.signature.charAt(letter + 3) === 'A' ? 'B' : 'A';
          mutant.signature =
            mutant.signature.slice(0, letter + 3) + changed + mutant.signature.slice(letter + 4);
        }
      }
      try {
        verify(mutant.bytes, mutant.id, mutant.at, mutant.signature);
        accepted += 1;
      } catch (error) {
        expect(error).toBeInstanceOf(DeliveryRefusedError);
      }
    }
    expect(accepted).toBe(0);
  });
});
