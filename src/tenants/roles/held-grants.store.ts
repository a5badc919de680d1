import { Injectable } from '@nestjs/common';
import { type Grant, scopeWithin } from '#libs/authz';
import { type OrganizationScope, UnitOfWork } from '#libs/database';

interface Row {
  organization_id: string;
  user_id: string;
  property_id: string | null;
  role: string;
  given_by: string | null;
  given_at: Date;
  valid_from: Date | null;
  expires_at: Date | null;
  source: 'membership' | 'organization' | 'property' | 'group';
  group_id: string | null;
  group_name: string | null;
  group_grant_id: string | null;
}

const MEMBERSHIPS = `
  select m.organization_id, m.user_id, null::uuid as property_id, m.role, null::uuid as given_by, m.created_at as given_at,
    null::timestamptz as valid_from, null::timestamptz as expires_at, 'membership' as source,
    null::uuid as group_id, null::text as group_name, null::uuid as group_grant_id
  from memberships m join users u on u.id = m.user_id and u.can_act`;
// A key that Clerk took later silences the organization's own role: it must not turn into Clerk's.
const ON_ORGANIZATION = `
  select g.organization_id, g.user_id, null, g.role, g.granted_by, g.granted_at, g.valid_from, g.expires_at, 'organization',
    null, null, null
  from organization_grants g join users u on u.id = g.user_id and u.can_act
  where not exists (select from clerk_roles k where k.key = g.role) and`;
const ON_PROPERTY = `
  select g.organization_id, g.user_id, g.property_id, g.role, g.granted_by, g.granted_at, g.valid_from, g.expires_at, 'property',
    null, null, null
  from property_grants g join users u on u.id = g.user_id and u.can_act where`;
// @param source rows of `grants_by_groups`
const BY_GROUPS = (source: string) => `
  select g.organization_id, g.user_id, g.property_id, g.role, g.granted_by, g.granted_at, g.valid_from, g.expires_at, 'group',
    g.group_id, s.name, g.grant_id
  from ${source} g join users u on u.id = g.user_id and u.can_act
  join groups s on s.organization_id = g.organization_id and s.id = g.group_id
  where (g.property_id is not null or not exists (select from clerk_roles k where k.key = g.role))`;

/**
 * Everything that people hold in an organization, by themselves or by groups, in the form in which it is decided on. Also what ran out or will begin.
 * Who cannot act (banned, deleted, frozen by an erasure) holds nothing, whatever their rows say.
 */
@Injectable()
export class HeldGrantsStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** What these people hold on the organization and on these properties of it. */
  async ofPeople(
    { organizationId }: OrganizationScope,
    userIds: readonly string[],
    propertyIds: readonly string[],
  ): Promise<Grant[]> {
    const these = 'g.organization_id = $1 and g.user_id = any ($2)';
    return this.read(
      `${MEMBERSHIPS} where m.organization_id = $1 and m.user_id = any ($2)
       union all ${ON_ORGANIZATION} ${these}
       union all ${ON_PROPERTY} ${these} and g.property_id = any ($3)
       union all ${BY_GROUPS('app.grants_by_groups_of($2, array[$1]::uuid[])')}
         and (g.property_id is null or g.property_id = any ($3))`,
      [organizationId, userIds, propertyIds],
    );
  }

  /** All that these people hold in the organization, but for what lies on properties that are archived. */
  async allOfPeople({ organizationId }: OrganizationScope, userIds: readonly string[]): Promise<Grant[]> {
    const these = 'g.organization_id = $1 and g.user_id = any ($2)';
    const onActive = `exists (select from properties p
      where p.organization_id = $1 and p.id = g.property_id and p.status = 'active')`;
    return this.read(
      `${MEMBERSHIPS} where m.organization_id = $1 and m.user_id = any ($2)
       union all ${ON_ORGANIZATION} ${these}
       union all ${ON_PROPERTY} ${these} and ${onActive}
       union all ${BY_GROUPS('app.grants_by_groups_of($2, array[$1]::uuid[])')} and (g.property_id is null or ${onActive})`,
      [organizationId, userIds],
    );
  }

  /** All that is held in the organization by those who hold one of its own roles somewhere. */
  async ofHolders({ organizationId }: OrganizationScope, role: string): Promise<Grant[]> {
    const holders = `in (select user_id from property_grants where organization_id = $1 and role = $2
      union select user_id from organization_grants where organization_id = $1 and role = $2
      union select user_id from grants_by_groups where organization_id = $1 and role = $2)`;
    return this.read(
      `${MEMBERSHIPS} where m.organization_id = $1 and m.user_id ${holders}
       union all ${ON_ORGANIZATION} g.organization_id = $1 and g.user_id ${holders}
       union all ${ON_PROPERTY} g.organization_id = $1 and g.user_id ${holders}
       union all ${BY_GROUPS('grants_by_groups')} and g.organization_id = $1 and g.user_id ${holders}`,
      [organizationId, role],
    );
  }

  /** What a person holds on the whole of these organizations. */
  async ofPersonIn(userId: string, organizationIds: readonly string[]): Promise<Grant[]> {
    return this.read(
      `${MEMBERSHIPS} where m.user_id = $1 and m.organization_id = any ($2)
       union all ${ON_ORGANIZATION} g.user_id = $1 and g.organization_id = any ($2)
       union all ${BY_GROUPS('app.grants_by_groups_of(array[$1]::uuid[], $2)')} and g.property_id is null`,
      [userId, organizationIds],
    );
  }

  /** What a person holds on these properties themselves. */
  async ofPersonOn(
    userId: string,
    properties: readonly { organizationId: string; id: string }[],
  ): Promise<Grant[]> {
    const these = 'g.user_id = $1 and g.organization_id = any ($2) and g.property_id = any ($3)';
    return this.read(
      `${MEMBERSHIPS} where false union all ${ON_PROPERTY} ${these}
       union all ${BY_GROUPS('app.grants_by_groups_of(array[$1]::uuid[], $2)')} and g.property_id = any ($3)`,
      [
        userId,
        [...new Set(properties.map(({ organizationId }) => organizationId))],
        properties.map(({ id }) => id),
      ],
    );
  }

  private async read(sql: string, parameters: unknown[]): Promise<Grant[]> {
    const rows = await this.unitOfWork.manager().query<Row[]>(sql, parameters);
    // Whoever is in a group in two ways holds its roles once.
    return [...new Map(rows.map(grantOf).map((grant) => [grant.id, grant])).values()];
  }
}

function grantOf(row: Row): Grant {
  const { organization_id: organizationId, property_id: propertyId, user_id: subjectId, role } = row;
  return {
    id: `${row.source}:${row.group_grant_id ?? propertyId ?? organizationId}:${subjectId}:${role}`,
    subjectId,
    role,
    scope: scopeWithin(organizationId, propertyId),
    validFrom: row.valid_from,
    expiresAt: row.expires_at,
    givenBy: row.given_by,
    givenAt: row.given_at,
    group: row.group_id === null ? null : { id: row.group_id, name: row.group_name ?? '' },
  };
}
