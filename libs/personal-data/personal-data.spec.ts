import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  createDataKey,
  masterKeyId,
  openText,
  PersonalDataError,
  sealText,
  subjectOfSealed,
  unwrapDataKey,
  wrapDataKey,
} from './index.js';

const master = randomBytes(32);

describe('a text under a person’s key', () => {
  it('reads back as it was, whatever it says, and never the same twice', () => {
    const key = createDataKey(randomUUID());
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, aad) => {
        const valid = text.toWellFormed();
        const sealed = sealText(key, valid, aad);
        expect(openText(key, sealed, aad)).toBe(valid);
        expect(sealText(key, valid, aad)).not.toBe(sealed);
      }),
    );
  });

  it('opens with no other associated data, with no other key, and with no bit changed', () => {
    const key = createDataKey(randomUUID());
    const sealed = sealText(key, '203.0.113.9', 'row/1');
    expect(() => openText(key, sealed, 'row/2')).toThrow(PersonalDataError);
    expect(() => openText(createDataKey(key.subjectId), sealed, 'row/1')).toThrow(PersonalDataError);
    expect(() => openText(createDataKey(randomUUID()), sealed, 'row/1')).toThrow(PersonalDataError);
    const payload = Buffer.from(sealed.split('.')[2]!, 'base64url');
    for (let index = 0; index < payload.length; index += 1) {
      const forged = Buffer.from(payload);
      forged[index]! ^= 1;
      const text = `p1.${key.subjectId}.${forged.toString('base64url')}`;
      expect(() => openText(key, text, 'row/1')).toThrow(PersonalDataError);
    }
    expect(() => openText(key, `p1.${key.subjectId}.AAAA`, 'row/1')).toThrow('cut off');
  });

  it('says whose key opens it, and nothing else', () => {
    const key = createDataKey(randomUUID());
    const sealed = sealText(key, 'nina@nowhere.test', 'x');
    expect(subjectOfSealed(sealed)).toBe(key.subjectId);
    expect(subjectOfSealed('nina@nowhere.test')).toBeUndefined();
    expect(sealed).not.toContain('nina');
  });
});

describe('a wrapped data key', () => {
  it('opens with its master key and subject only', () => {
    const key = createDataKey(randomUUID());
    const wrapped = wrapDataKey(master, key);
    const { subjectId, secret } = unwrapDataKey(master, key.subjectId, wrapped);
    expect([subjectId, secret.equals(key.secret)]).toEqual([key.subjectId, true]);
    expect(() => unwrapDataKey(randomBytes(32), key.subjectId, wrapped)).toThrow(PersonalDataError);
    expect(() => unwrapDataKey(master, randomUUID(), wrapped)).toThrow(PersonalDataError);
    expect(wrapped.includes(key.secret.export())).toBe(false);
  });

  it('names its master key by an id that is stable and different for another', () => {
    expect(masterKeyId(master)).toBe(masterKeyId(Buffer.from(master)));
    expect(masterKeyId(master)).not.toBe(masterKeyId(randomBytes(32)));
  });
});
