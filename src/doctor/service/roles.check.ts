import type { AuthorizationModel } from '#auth';
import { OWNER_ROLE } from '#auth';
import { undeclaredPermissions } from '#tenants';
import { type CheckResult, fail, ok } from '../check.js';

interface RoleOfClerk {
  readonly key: string;
  readonly permissions: readonly string[];
}

/** Whether roles and permissions of the Clerk instance mean something here. No role at all: the instance has no custom ones. */
export function checkRoles(model: AuthorizationModel, roles: readonly RoleOfClerk[]): CheckResult {
  const name = 'roles and permissions';
  if (roles.length > 0 && !roles.some(({ key }) => key === OWNER_ROLE))
    return fail(
      name,
      `Clerk has no role ${OWNER_ROLE}, so that no organization could have an owner`,
      `Make a role with the key ${OWNER_ROLE} at Clerk, and have it be the one of whoever makes an organization.`,
    );
  const undeclared = roles.flatMap((role) => {
    const permissions = undeclaredPermissions(model, role);
    return permissions.length === 0 ? [] : [`${role.key} carries ${permissions.join(', ')}`];
  });
  return undeclared.length === 0
    ? ok(name, "all that Clerk's roles carry is declared here")
    : fail(
        name,
        `nobody declared here what these roles of Clerk carry, and it opens nothing: ${undeclared.join('; ')}`,
        'Declare it with tenantry permissions apply, or take it off the roles at Clerk.',
      );
}
