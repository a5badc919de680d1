import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type SigningKey, verifyDocument } from '@tenantry/client';
import fc from 'fast-check';
import { publicKeyId, signDocument } from '#libs/audit-chain';

const TYPE = 'tenantry/erasure-certificate/v1';
const own = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519');

function keyOf({ publicKey }: typeof own): SigningKey {
  const { x = '' } = publicKey.export({ format: 'jwk' });
  return { kty: 'OKP', crv: 'Ed25519', x, kid: publicKeyId(publicKey) };
}

/** As it comes over HTTP. */
const sent = (document: object) =>
  JSON.parse(JSON.stringify(signDocument(TYPE, document, own.privateKey))) as object;

describe('the signature of a document', () => {
  it('is genuine as the service makes it, whatever it says, and in any order of its members', async () => {
    const text = fc.string({ unit: 'grapheme' });
    const { document } = fc.letrec((tie) => ({
      document: fc.dictionary(text, tie('value'), { maxKeys: 8 }),
      value: fc.oneof(
        { depthSize: 'small' },
        text,
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer(),
        fc.constant(null),
        fc.boolean(),
        fc.array(tie('value'), { maxLength: 4 }),
        tie('document'),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(document, async (said) => {
        const signed = sent(said);
        const turned = Object.fromEntries(Object.entries(signed).reverse());
        expect(await verifyDocument(signed, [keyOf(stranger), keyOf(own)])).toBe('genuine');
        expect(await verifyDocument(turned, [keyOf(own)])).toBe('genuine');
      }),
    );
  });

  it('is none once any one character of it is another', async () => {
    const signed = JSON.stringify(
      sent({ erasureId: '01a1', rows: 12, kept: [{ article: 'Art. 17' }], late: false }),
    );
    let judged = 0;
    // The last letter of base64 has bits that say nothing.
    const end = signed.lastIndexOf('==') - 1;
    for (let at = 0; at < end; at += 1) {
      const changed = `${signed.slice(0, at)}${signed[at] === '1' ? '2' : '1'}${signed.slice(at + 1)}`;
      let parsed: unknown;
      try {
        parsed = JSON.parse(changed);
      } catch {
        continue;
      }
      judged += 1;
      expect([changed, await verifyDocument(parsed, [keyOf(own)])]).not.toEqual([changed, 'genuine']);
    }
    expect(judged).toBeGreaterThan(100);
  });

  it('is told from one by a key that is not given, and from what is no signed document', async () => {
    expect(await verifyDocument(sent({ rows: 1 }), [keyOf(stranger)])).toBe('unknown_key');
    const misnamed = { ...keyOf(stranger), kid: keyOf(own).kid };
    expect(await verifyDocument(sent({ rows: 1 }), [misnamed])).toBe('changed');
    for (const none of [
      null,
      7,
      'text',
      [],
      {},
      { ...sent({}), signature: null },
      { ...sent({}), document: null },
    ])
      expect(await verifyDocument(none, [keyOf(own)])).toBe('changed');
    const lone = { ...sent({}), document: { name: '\ud800' } };
    expect(await verifyDocument(lone, [keyOf(own)])).toBe('changed');
  });
});
