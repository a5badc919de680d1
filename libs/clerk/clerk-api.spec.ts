import { describe, expect, it } from 'vitest';
import { ClerkApi } from './clerk-api.js';
import { ClerkSchemaError } from './clerk-errors.js';
import type { ClerkTransport } from './clerk-transport.js';

const TIMES = { created_at: 1, updated_at: 2 };
const user = (id: string) => ({
  object: 'user',
  id,
  external_id: null,
  first_name: 'Ada',
  last_name: null,
  primary_email_address_id: null,
  email_addresses: [],
  banned: false,
  two_factor_enabled: false,
  ...TIMES,
});
const organization = (id: string) => ({ object: 'organization', id, name: 'H', slug: 'h', ...TIMES });
const membership = (organizationId: string, userId: string) => ({
  object: 'organization_membership',
  id: `orgmem_${organizationId}${userId}`,
  role: 'org:admin',
  organization: organization(organizationId),
  public_user_data: { user_id: userId },
  ...TIMES,
});
const list = (...data: unknown[]) => ({ data, total_count: data.length });

describe('an answer of Clerk', () => {
  const answering = (answer: unknown): ClerkApi =>
    new ClerkApi({ send: () => Promise.resolve(answer) } as unknown as ClerkTransport);

  it('is believed when it is about what was asked', async () => {
    expect(await answering(user('user_a')).getUser('user_a')).toMatchObject({ id: 'user_a' });
    const mine = await answering(list(membership('org_h', 'user_a'))).listMembershipsOfUser('user_a');
    expect(mine).toMatchObject([{ role: 'org:admin', userId: 'user_a' }]);
  });

  it.each<[string, unknown, (clerk: ClerkApi) => Promise<unknown>]>([
    ['another person', user('user_b'), (clerk) => clerk.getUser('user_a')],
    ['another organization', organization('org_b'), (clerk) => clerk.getOrganization('org_a')],
    [
      'somebody else’s membership',
      list(membership('org_h', 'user_a'), membership('org_h', 'user_b')),
      (clerk) => clerk.listMembershipsOfUser('user_a'),
    ],
    [
      'a member of another organization',
      list(membership('org_b', 'user_a')),
      (clerk) => clerk.listMembershipsOfOrganization('org_a'),
    ],
    [
      'a role for somebody else',
      membership('org_h', 'user_b'),
      (clerk) => clerk.updateMembership('org_h', 'user_a', 'org:admin'),
    ],
    ['another kind of object', { ...user('user_a'), object: 'session' }, (clerk) => clerk.getUser('user_a')],
    ['an id of another kind', user('org_a'), (clerk) => clerk.getUser('org_a')],
    ['nothing', undefined, (clerk) => clerk.getUser('user_a')],
    ['a list', [user('user_a')], (clerk) => clerk.getUser('user_a')],
    ['a time in words', { ...user('user_a'), updated_at: 'now' }, (clerk) => clerk.getUser('user_a')],
  ])('is not believed when it is %s', async (_, answer, ask) => {
    await expect(ask(answering(answer))).rejects.toBeInstanceOf(ClerkSchemaError);
  });
});
