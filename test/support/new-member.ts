import type { DemoWorld } from './demo-world.js';

/**
 * One more member of Harbour Hotels, by way of Clerk: for a test that takes somebody's rights away, so that those whom
 * the other tests are about keep theirs.
 *
 * @returns our id of the person
 */
export async function newMember(world: DemoWorld, email: string, role = 'org:member'): Promise<string> {
  const { control } = world.clerk;
  const organization = control.state().organizations.find(({ slug }) => slug === 'harbour');
  const { id: userId } = control.ensureUser({ email });
  control.ensureMembership({ organizationId: String(organization?.['id']), userId, role });
  await world.settled();
  return world.userId(email);
}
