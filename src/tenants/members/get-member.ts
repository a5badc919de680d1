import { found, type Reference } from '#auth';
import type { OrganizationScope } from '#libs/database';
import type { User, UserLookupService } from '#users';
import type { MembershipsStore } from './memberships.store.js';

/** The member of the organization who is meant. @throws AppError 404 for everybody else */
export async function getMember(
  users: UserLookupService,
  memberships: MembershipsStore,
  { organizationId }: Pick<OrganizationScope, 'organizationId'>,
  person: Reference,
): Promise<User> {
  const user = found(await users.findByReference(person));
  found(await memberships.find(organizationId, user.id));
  return user;
}
