import { tableDeclarationOf } from './registry.js';
import type { Statement } from './sql-of-registry.js';
import type { Tenancy } from '#manifest';
import { tenancies } from './tenancies.js';

/** What an organization is found by. */
export interface OrganizationIdentifiers {
  readonly organizationId: string;
  readonly clerkId: string | null;
}

interface Condition {
  readonly sql: string;
  readonly parameter: unknown;
}

/** The condition on a row that makes it the organization's, with its one parameter `$1`; null where there can be none. */
export function tenancyCondition(
  { path }: Tenancy,
  { organizationId, clerkId }: OrganizationIdentifiers,
): Condition | null {
  switch (path.holds) {
    case 'organization id':
      return { sql: `${path.column} = $1::uuid`, parameter: organizationId };
    case 'member':
      return {
        sql: `${path.column} in (select user_id from memberships where organization_id = $1::uuid)`,
        parameter: organizationId,
      };
    case 'clerk id':
      return clerkId === null ? null : { sql: `${path.column} = $1`, parameter: clerkId };
    case 'an event':
      return clerkId === null
        ? null
        : {
            sql: `svix_id in (select svix_id from webhook_deliveries where object_id = $1 union all
                              select svix_id from webhook_delivery_subjects where subject = $1) and ${path.when}`,
            parameter: clerkId,
          };
  }
}

/** The modules with rows of organizations that go, in the order of erasing. */
export function modulesOfOrganizations(): string[] {
  const going = tenancies.filter(({ erasure }) => erasure !== null && !('article' in erasure));
  return [...new Set(going.map(({ table }) => moduleOf(table)))];
}

/** The statements that erase an organization from one module's tables. */
export function organizationErasersOf(module: string, organization: OrganizationIdentifiers): Statement[] {
  return tenancies
    .filter(({ table }) => moduleOf(table) === module)
    .flatMap((tenancy) => {
      const { table, erasure } = tenancy;
      const condition = tenancyCondition(tenancy, organization);
      if (condition === null || erasure === null || 'article' in erasure) return [];
      const change =
        erasure.does === 'delete'
          ? `delete from ${table}`
          : `update ${table} set ${erasure.columns.map((column) => `${column} = null`).join(', ')}`;
      const sql = `${change} where ${condition.sql}`;
      return [{ table, sql, parameters: [condition.parameter], strategy: erasure.does }];
    });
}

function moduleOf(table: string): string {
  const declared = tableDeclarationOf(table);
  if (declared === undefined) throw new Error(`${table} is not declared in the registry`);
  return declared.module;
}
