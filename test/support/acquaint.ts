import type { TestDatabase } from './test-database.js';

/** Makes people, named by Clerk's ids, know each other: members of an organization of their own, of which Clerk knows nothing. */
export async function acquaint(database: TestDatabase, clerkUserIds: readonly string[]): Promise<void> {
  await database.query(
    `with elsewhere as (
       insert into organizations (id, name, status, created_at, updated_at)
       values (gen_random_uuid(), 'Elsewhere', 'active', now(), now()) returning id)
     insert into memberships (organization_id, user_id, role, created_at, updated_at)
     select elsewhere.id, u.id, 'org:member', now(), now() from elsewhere, users u where u.clerk_id = any ($1)`,
    [clerkUserIds],
  );
}
