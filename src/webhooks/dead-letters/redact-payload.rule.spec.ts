import { describe, expect, it } from 'vitest';
import { redactPayload } from './redact-payload.rule.js';

describe('a payload that is shown', () => {
  it('keeps its shape, ids, states and times, and nothing that may be about a person', () => {
    const shown = redactPayload({
      id: 'user_2Ro7e2IxrffdqBboq8KfB6eGbIy',
      object: 'user',
      first_name: 'Vera',
      external_id: 'user_4711vera00',
      email_addresses: [
        {
          id: 'idn_2Ro7e2IxrffdqBboq8KfB6eGbIy',
          email_address: 'vera@harbour.test',
          verification: { status: 'verified', strategy: 'ticket' },
        },
      ],
      public_metadata: { 'vera@harbour.test': true },
      unsafe_metadata: {},
      last_sign_in_at: null,
      banned: false,
      updated_at: 1763700000000,
      something_new: 'Vera',
    });
    expect(shown).toEqual({
      id: 'user_2Ro7e2IxrffdqBboq8KfB6eGbIy',
      object: 'user',
      first_name: '[redacted]',
      external_id: '[redacted]',
      email_addresses: [
        {
          id: 'idn_2Ro7e2IxrffdqBboq8KfB6eGbIy',
          email_address: '[redacted]',
          verification: { status: 'verified', strategy: 'ticket' },
        },
      ],
      public_metadata: '[redacted]',
      unsafe_metadata: '[redacted]',
      last_sign_in_at: null,
      banned: false,
      updated_at: 1763700000000,
      something_new: '[redacted]',
    });
  });

  it.each([
    ['id', 'vera@harbour.test'],
    ['status', 'vera@harbour.test'],
    ['object', 'Vera — hotel'],
  ])('hides text in %s that is none of Clerk’s words', (name, text) => {
    expect(redactPayload({ [name]: text })).toEqual({ [name]: '[redacted]' });
  });

  it('is cut where it is nested deeper than anything of Clerk’s', () => {
    let deep: unknown = 'x';
    for (let level = 0; level < 10_000; level += 1) deep = [deep];
    expect(JSON.stringify(redactPayload(deep))).toContain('redacted');
  });
});
