import { randomUUID } from 'node:crypto';

/**
 * One organization with people who manage one property each, at Clerk and here.
 * @returns their tokens (ten minutes, for that organization) and where they may go
 */
export async function seedManagers({ clerk }, database, people, slug = 'bench') {
  const { control } = clerk;
  const organization = { id: randomUUID(), clerkId: control.ensureOrganization({ name: slug, slug }).id };
  await database.query(
    `insert into organizations (id, clerk_id, slug, name, status, created_at, updated_at)
     values ($1, $2, $3, $3, 'active', now(), now())`,
    [organization.id, organization.clerkId, slug],
  );
  const managers = [];
  for (let index = 0; index < people; index += 1) {
    const email = `manager-${index}@${slug}.test`;
    const { id: clerkId } = control.ensureUser({ email });
    control.ensureMembership({ organizationId: organization.clerkId, userId: clerkId, role: 'org:member' });
    const manager = { id: randomUUID(), propertyId: randomUUID(), email };
    managers.push(manager);
    await database.query(
      `insert into users (id, clerk_id, email_address, banned, two_factor_enabled, created_at, updated_at)
       values ($1, $2, $3, false, false, now(), now())`,
      [manager.id, clerkId, email],
    );
    await database.query(
      `insert into memberships (organization_id, user_id, role, created_at, updated_at)
       values ($1, $2, 'org:member', now(), now())`,
      [organization.id, manager.id],
    );
    await database.query(
      `insert into properties (organization_id, id, slug, name, timezone, status, created_at, updated_at)
       values ($1, $2, $3, $4, 'UTC', 'active', now(), now())`,
      [organization.id, manager.propertyId, `place-${index}`, `Place ${index} of ${slug}`],
    );
    await database.query(
      `insert into property_grants (organization_id, property_id, user_id, role, granted_at, valid_from)
       values ($1, $2, $3, 'property:manager', now(), now())`,
      [organization.id, manager.propertyId, manager.id],
    );
  }
  await database.query('analyze');
  const token = ({ email }) =>
    control.tokens({
      email,
      organizationId: organization.clerkId,
      expiresInSeconds: 600,
      claims: { fva: [0, -1] },
    }).jwt;
  return { organization, managers, token };
}
