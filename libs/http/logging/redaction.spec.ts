import { describe, expect, it } from 'vitest';
import { redactFields, redactText } from './redaction.js';
import { serializeError } from './serialize-error.js';
import { cpuTimeMs } from '../specs/cpu-time.fixture.js';

describe('redaction', () => {
  it('leaves ordinary words, ids and routes as they are', () => {
    const text =
      'POST /api/v1/users/:userId 201 user_2abcDEF3456789012345678901x 0190a3c0-7f00-7000-8000-000000000001';
    expect(redactText(text)).toBe(text);
  });

  it.each([
    ['mail to a.b+c@harbour.test now', 'mail to [hidden] now'],
    ['postgres://app:pw@db/x', 'postgres://[hidden]@db/x'],
    ['GET /callback?code=1 done', 'GET /callback?[hidden] done'],
    ['Authorization: Bearer abc.def', 'Authorization: Bearer [hidden]'],
    ['key sk_test_abcdef12', 'key [hidden]'],
    ['secret whsec_AAAA==', 'secret [hidden]'],
    ['key tnt_0123456789abABCDEFGH of a robot', 'key [hidden] of a robot'],
    ['ak_0123456789abABCDEFGH, oat_0123456789abABCDEFGH', '[hidden], [hidden]'],
    ['token mt_0123456789abABCDEFGH of a machine', 'token [hidden] of a machine'],
  ])('%s becomes %s', (text, redacted) => {
    expect(redactText(text)).toBe(redacted);
  });

  it('hides fields by name at any depth and cuts endless depth', () => {
    let deep: object = { password: 'c4n4ry' };
    for (let i = 0; i < 50; i += 1) deep = { deep };
    const value = {
      userId: 'u',
      list: [{ emailAddress: 'c4n4ry', apiKey: 'c4n4ry', Cookie: 'c4n4ry', last_name: 'c4n4ry' }],
      deep,
    };
    const redacted = redactFields(value, serializeError);
    expect(redacted).toMatchObject({ userId: 'u', list: [{ emailAddress: '[hidden]', Cookie: '[hidden]' }] });
    expect(JSON.stringify(redacted)).not.toContain('c4n4ry');
  });

  it('survives an error that causes itself', () => {
    const error = new Error('a');
    error.cause = error;
    expect(JSON.stringify(serializeError(error)).length).toBeLessThan(50_000);
  });

  it.each(['a', '/', '@', '//', 'eyJ', 'a@', 'a@b.', 'v1,', '-----BEGIN KEY-----', 'Bearer ', '?', '.'])(
    'is quick on a long text of "%s"',
    (part) => {
      const text = part.repeat(Math.floor(50_000 / part.length));
      expect(cpuTimeMs(() => redactText(text))).toBeLessThan(500);
    },
  );
});
