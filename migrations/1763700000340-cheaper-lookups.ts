import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ACCESS_LOOKUP_SIGNATURE } from './1763600000100-access-lookup.js';
import {
  ACCESS_LOOKUP_WITH_SIGN_IN,
  OF_KEY,
  SERVICE_ACCOUNT_LOOKUP_WITH_NETWORKS,
} from './1763700000312-sign-in-lookups.js';
import { dropOfAccessRole, ownedByAccessRole } from './access-role.js';
import { changed } from './changed-definition.js';
import { runAll } from './sql-migration.js';

/**
 * The guard's questions read groups and roles of organizations only where there is something to find: with 200 groups beside
 * them, people who are in none paid for these as much again as for everything else.
 */
export class CheaperLookups1763700000340 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await replaceLookups(queryRunner, ACCESS_LOOKUP_OF_GROUP_PEOPLE, SERVICE_ACCOUNT_LOOKUP_OF_OWN_ROLES);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await replaceLookups(queryRunner, ACCESS_LOOKUP_WITH_SIGN_IN, SERVICE_ACCOUNT_LOOKUP_WITH_NETWORKS);
  }
}

async function replaceLookups(queryRunner: QueryRunner, ...definitions: readonly string[]): Promise<void> {
  await runAll(queryRunner, [
    ...dropOfAccessRole(ACCESS_LOOKUP_SIGNATURE, OF_KEY),
    ...definitions,
    ...ownedByAccessRole(ACCESS_LOOKUP_SIGNATURE, OF_KEY),
  ]);
}

/** Whoever is in a group was added to one, or has the role by which one takes people in; it may lie in others. */
const ACCESS_LOOKUP_OF_GROUP_PEOPLE = changed(ACCESS_LOOKUP_WITH_SIGN_IN, [
  `        -- Most organizations have no groups; the rest of this costs them nothing.
        if exists (select from groups s where s.organization_id = access_lookup.organization_id) then
`,
  `        -- Whoever is in no group pays nothing for the rest of this.
        if exists (select from group_members s
                    where s.user_id = access_lookup.user_id and s.organization_id = access_lookup.organization_id)
          or exists (select from groups s
                      where s.organization_id = access_lookup.organization_id and s.clerk_role = organization_role) then
`,
]);

const SERVICE_ACCOUNT_LOOKUP_OF_OWN_ROLES = changed(
  SERVICE_ACCOUNT_LOOKUP_WITH_NETWORKS,
  [
    `as $$
    begin
`,
    `as $$
    declare
      v_own_roles text[];
    begin
`,
  ],
  [
    `'giverId', u.id, 'giverClerkId', u.clerk_id))
        into grants
`,
    `'giverId', u.id, 'giverClerkId', u.clerk_id)),
            array_agg(g.custom_role) filter (where g.custom_role is not null)
        into grants, v_own_roles
`,
  ],
  [
    `      if grants is not null then
`,
    `      if v_own_roles is not null then
`,
  ],
  [
    `           and c.key in (select g.custom_role from service_account_grants g
                          where g.organization_id = service_account_lookup.organization_id
                            and g.account_id = service_account_lookup.account_id);
`,
    `           and c.key = any (v_own_roles);
`,
  ],
);
