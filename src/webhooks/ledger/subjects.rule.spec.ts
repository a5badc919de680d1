import { describe, expect, it } from 'vitest';
import { subjectsOf } from './subjects.rule.js';

const told = (data: unknown) =>
  Object.fromEntries(subjectsOf(data).map(({ subject, relation }) => [subject, relation]));

describe('whom an event is about', () => {
  it('is the person with the id in it; their addresses and numbers lead nowhere by themselves', () => {
    expect(
      told({
        object: 'user',
        id: 'user_2a',
        email_addresses: [{ email_address: 'ed@post.test' }],
        phone_numbers: [{ phone_number: '+436601234567' }],
        public_metadata: { boss: 'user_2b', 'ann@post.test': 'knows her' },
      }),
    ).toEqual({ user_2a: 'owner', user_2b: 'mention', 'ann@post.test': 'mention' });
  });

  it('is the member and not the one who founded the organization', () => {
    const organization = { id: 'org_1', created_by: 'user_2b' };
    const data = {
      id: 'orgmem_1',
      organization,
      public_user_data: { user_id: 'user_2a', identifier: 'ed@post.test' },
    };
    expect(told(data)).toEqual({ user_2a: 'owner', org_1: 'mention', user_2b: 'mention' });
  });

  it('is the invited address, where nobody has an id yet, and not the one who invites', () => {
    const data = {
      id: 'orginv_1',
      ...{ email_address: 'Ed@post.test', inviter_id: 'user_2b', organization_id: 'org_1' },
      public_inviter_data: { user_id: 'user_2b', identifier: 'boss@post.test' },
    };
    expect(told(data)).toEqual({
      orginv_1: 'owner',
      'ed@post.test': 'owner',
      user_2b: 'mention',
      org_1: 'mention',
      'boss@post.test': 'mention',
    });
  });

  it('takes ids as a whole', () => {
    expect(told({ note: 'poweruser_2a user_2ab' })).toEqual({ user_2ab: 'mention' });
  });
});
