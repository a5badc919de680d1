import type { Dice } from '../support/dice.js';

/** What a history needs of a Clerk: its Backend API. */
export interface ClerkAccess {
  readonly url: string;
  readonly secretKey: string;
}

const STEPS = 12;
const ROLES = ['org:admin', 'org:member'];

/**
 * Plays one made-up piece of life at Clerk: people and organizations come, change, meet and go. The same dice give the
 * same history. Nothing is said here of webhooks: what Clerk sends, and what becomes of it, is the harness's.
 */
export async function playHistory(clerk: ClerkAccess, dice: Dice, name: string): Promise<void> {
  const call = caller(clerk);
  const users: string[] = [];
  const organizations: string[] = [];
  const members = new Map<string, string[]>();
  const invitations: { id: string; organizationId: string }[] = [];
  let count = 0;

  const createUser = async (): Promise<void> => {
    const email = `${name}-${(count += 1)}@convergence.test`;
    const made = await call('POST', '/users', {
      email_address: [email],
      first_name: `N${count}`,
      skip_password_requirement: true,
    });
    if (made !== null) users.push(made.id);
  };
  const createOrganization = async (): Promise<void> => {
    const owner = dice.pick(users);
    const slug = `${name}-${(count += 1)}`;
    const made = await call('POST', '/organizations', {
      name: slug,
      slug,
      ...(owner && { created_by: owner }),
    });
    if (made === null) return;
    organizations.push(made.id);
    members.set(made.id, owner ? [owner] : []);
  };
  const steps: (() => Promise<unknown>)[] = [
    createUser,
    createOrganization,
    () => onUser((id) => call('PATCH', `/users/${id}`, { first_name: `F${dice.below(1000)}` })),
    () =>
      onUser((id) =>
        call('PATCH', `/users/${id}`, {
          last_name: `L${dice.below(1000)}`,
          external_id: `${name}-x${(count += 1)}`,
        }),
      ),
    () => onUser((id) => call('POST', `/users/${id}/ban`)),
    () => onUser((id) => call('POST', `/users/${id}/unban`)),
    () => onOrganization((id) => call('PATCH', `/organizations/${id}`, { name: `O${dice.below(1000)}` })),
    () =>
      onOrganization((id) =>
        onUser(async (userId) => {
          const role = dice.pick(ROLES);
          const made = await call('POST', `/organizations/${id}/memberships`, { user_id: userId, role });
          if (made !== null) members.get(id)?.push(userId);
        }),
      ),
    () =>
      onMember((id, userId) =>
        call('PATCH', `/organizations/${id}/memberships/${userId}`, { role: dice.pick(ROLES) }),
      ),
    () => onMember((id, userId) => call('DELETE', `/organizations/${id}/memberships/${userId}`)),
    () =>
      onOrganization(async (id) => {
        const body = { email_address: `${name}-i${(count += 1)}@convergence.test`, role: 'org:member' };
        const made = await call('POST', `/organizations/${id}/invitations`, body);
        if (made !== null) invitations.push({ id: made.id, organizationId: id });
      }),
    async () => {
      const invitation = dice.pick(invitations);
      if (invitation === undefined) return;
      await call(
        'POST',
        `/organizations/${invitation.organizationId}/invitations/${invitation.id}/revoke`,
        {},
      );
    },
    () => (dice.chance(0.4) ? onUser((id) => call('DELETE', `/users/${id}`)) : createUser()),
    () => (dice.chance(0.3) ? onOrganization((id) => call('DELETE', `/organizations/${id}`)) : createUser()),
  ];

  async function onUser(act: (id: string) => Promise<unknown>): Promise<void> {
    const id = dice.pick(users);
    if (id !== undefined) await act(id);
  }
  async function onOrganization(act: (id: string) => Promise<unknown>): Promise<void> {
    const id = dice.pick(organizations);
    if (id !== undefined) await act(id);
  }
  async function onMember(act: (id: string, userId: string) => Promise<unknown>): Promise<void> {
    await onOrganization(async (id) => {
      const userId = dice.pick(members.get(id) ?? []);
      if (userId !== undefined) await act(id, userId);
    });
  }

  await createUser();
  await createUser();
  await createOrganization();
  for (let step = 0; step < STEPS; step += 1) await dice.pick(steps)?.();
}

/** Calls Clerk; null where Clerk says no, which is part of life. What fails for a while is tried again. */
function caller({ url, secretKey }: ClerkAccess) {
  return async (method: string, path: string, body?: object): Promise<{ id: string } | null> => {
    for (;;) {
      const response = await fetch(`${url}/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (response.status === 429 || response.status >= 500) continue;
      return response.ok ? (JSON.parse(text) as { id: string }) : null;
    }
  };
}
