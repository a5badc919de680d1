import { describe, expect, it } from 'vitest';
import { chaptersOfClerk, withoutOthers } from './clerk-chapters.js';

const nothing = { user: null, sessions: [], memberships: [], invitations: [] };

describe('Clerk’s part of an archive', () => {
  it('is nothing where Clerk has no such person', () => {
    expect(chaptersOfClerk(nothing)).toEqual([]);
  });

  it('tells the account and each list in it that holds something', () => {
    const user = {
      id: 'user_1',
      private_metadata: { note: 'ours' },
      email_addresses: [{ id: 'idn_1', email_address: 'mark@harbour.test' }],
      external_accounts: [{ provider: 'oauth_google', email_address: 'mark@gmail.test' }],
      passkeys: [],
    };
    const chapters = chaptersOfClerk({ ...nothing, user, sessions: [{ id: 'sess_1', actor: null }] });
    expect(chapters.map(({ head, rows }) => [head.name, rows.length])).toEqual([
      ['clerk_user', 1],
      ['clerk_email_addresses', 1],
      ['clerk_connected_accounts', 1],
      ['clerk_sessions', 1],
    ]);
    expect(chapters[0]?.rows).toEqual([{ id: 'user_1', private_metadata: { note: 'ours' } }]);
  });

  it('says nothing of who invited, founded or impersonated, and no more of an organization than which it is', () => {
    const invitation = {
      id: 'orginv_1',
      inviter_id: 'user_2',
      public_inviter_data: { first_name: 'Olivia' },
      organization: { id: 'org_1', name: 'Harbour', created_by: 'user_2', private_metadata: { plan: 'x' } },
    };
    expect(withoutOthers(invitation)).toEqual({
      id: 'orginv_1',
      organization: { id: 'org_1', name: 'Harbour', slug: null, image_url: null },
    });
    expect(withoutOthers({ id: 'sess_1', actor: { sub: 'user_3' } })).toEqual({
      id: 'sess_1',
      impersonated: true,
    });
  });
});
