import { Injectable } from '@nestjs/common';
import type { AuthorizationModel } from '#auth';
import {
  type GroupReference,
  organizationScope,
  type PermissionKey,
  type Policy,
  propertyScope,
  type RoleRegistry,
} from '#libs/authz';
import { type OrganizationScope, UnitOfWork } from '#libs/database';
import type { AccessibleProperty } from './access.dto.js';

/** Keys of the roles that carry a permission, by where they are kept. */
interface Carriers {
  /** Of the membership: built in or Clerk's. */
  readonly ofMembership: string[];
  /** Of the organization's own, given on all of it. */
  readonly ofOrganization: string[];
  readonly ofProperty: string[];
}

/** A page of a list over ids. */
interface Window {
  readonly after: string | null;
  readonly limit: number;
}

const HOLDS = (grant: string, now: string) =>
  `${grant}.valid_from <= ${now} and (${grant}.expires_at is null or ${grant}.expires_at > ${now})`;

const CAN_ACT = (holder: string) =>
  `exists (select from users u where u.id = ${holder}.user_id and u.can_act)`;

/**
 * Both directions of the same question: who may do this here, and where may somebody do this. A permission is held when
 * one role carries it, so the set can be read off indexes by role; a spec holds both lists against the single check.
 */
@Injectable()
export class ReachStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Ids of the members who hold a permission at a place by roles in the organization, in order. */
  async listPeople(
    { organizationId }: OrganizationScope,
    propertyId: string | null,
    policy: Policy,
    permission: PermissionKey,
    now: Date,
    { after, limit }: Window,
  ): Promise<string[]> {
    const carriers = carriersOf(policy.roles, organizationId, permission);
    // Each branch gives its own first page from an index; together they give the first page of all.
    const rows = await this.unitOfWork.manager().query<{ user_id: string }[]>(
      `select user_id from (
         (select m.user_id from memberships m
          where m.organization_id = $1 and m.role = any ($2) and m.user_id > $3 and ${CAN_ACT('m')} order by m.user_id limit $4)
         union
         (select g.user_id from organization_grants g
          where g.organization_id = $1 and g.role = any ($5) and ${HOLDS('g', '$8')} and g.user_id > $3
            and ${CAN_ACT('g')}
          group by g.user_id order by g.user_id limit $4)
         union
         (select g.user_id from property_grants g
          where g.organization_id = $1 and g.property_id = $6 and g.role = any ($7) and ${HOLDS('g', '$8')}
            and g.user_id > $3 and ${CAN_ACT('g')} group by g.user_id order by g.user_id limit $4)
         union
         (select g.user_id from grants_by_groups g
          where g.organization_id = $1 and ${HOLDS('g', '$8')} and g.user_id > $3 and ${CAN_ACT('g')}
            and (g.property_id is null and g.role = any ($5) or g.property_id = $6 and g.role = any ($7))
          group by g.user_id order by g.user_id limit $4)
       ) reached order by user_id limit $4`,
      [
        organizationId,
        carriers.ofMembership,
        after ?? FIRST_ID,
        limit,
        carriers.ofOrganization,
        propertyId,
        carriers.ofProperty,
        now,
      ],
    );
    return rows.map((row) => row.user_id);
  }

  /** Groups whose people hold a permission at a place, by name. */
  async listGroups(
    { organizationId }: OrganizationScope,
    propertyId: string | null,
    policy: Policy,
    permission: PermissionKey,
    now: Date,
    limit: number,
  ): Promise<GroupReference[]> {
    const carriers = carriersOf(policy.roles, organizationId, permission);
    return this.unitOfWork.manager().query<GroupReference[]>(
      `select s.id, s.name from groups s
       where s.organization_id = $1 and exists (
         select from group_grants g where g.organization_id = $1 and g.group_id = s.id and ${HOLDS('g', '$5')}
           and (g.property_id is null and g.role = any ($2) or g.property_id = $3 and g.role = any ($4)))
       order by s.name limit $6`,
      [organizationId, carriers.ofOrganization, propertyId, carriers.ofProperty, now, limit],
    );
  }

  /**
   * Active properties of active organizations on which somebody holds a permission of properties, newest first.
   * @param within one organization; null: all that the open scope shows
   * @param closed ids of organizations in which nothing counts
   * @param holdsEverywhere every property of that organization, by a right that no row of it tells of
   */
  async listProperties(
    userId: string,
    permission: PermissionKey,
    model: AuthorizationModel,
    now: Date,
    { after, limit }: Window,
    within: { organizationId: string; holdsEverywhere: boolean } | null,
    closed: readonly string[] = [],
  ): Promise<AccessibleProperty[]> {
    // Each branch gives its own first page from an index: what somebody holds elsewhere costs nothing.
    // Stored roles differ from one organization to the next, so what they carry is asked for in the statement.
    const carriers = carriersOf(model.roles, FIRST_ID, permission);
    return this.unitOfWork.manager().query<AccessibleProperty[]>(
      `with by_groups as materialized (
         select g.organization_id, g.property_id, g.role
         from app.grants_by_groups_of(array[$1]::uuid[], case when $7::uuid is not null then array[$7::uuid] end) g
         where ${HOLDS('g', '$6')}
       ), wide as (
         select m.organization_id from memberships m
         where m.user_id = $1 and (m.role = any ($4) or exists (
           select from clerk_roles k where k.key = m.role and k.permissions && $2))
         union
         select g.organization_id from organization_grants g
         join custom_roles c on c.organization_id = g.organization_id and c.key = g.role and c.permissions && $2
         where g.user_id = $1 and ${HOLDS('g', '$6')}
           and not exists (select from clerk_roles k where k.key = g.role)
         union
         select g.organization_id from by_groups g
         join custom_roles c on c.organization_id = g.organization_id and c.key = g.role and c.permissions && $2
         where g.property_id is null and not exists (select from clerk_roles k where k.key = g.role)
         union
         select $7::uuid where $8
       )
       select id, "organizationId", slug, name from (
         (select distinct on (g.property_id) p.id, p.organization_id as "organizationId", p.slug, p.name
          from property_grants g
          join properties p on p.organization_id = g.organization_id and p.id = g.property_id and p.status = 'active'
          join organizations o on o.id = p.organization_id and o.status = 'active' and o.id <> all ($10)
          where g.user_id = $1 and g.property_id < $5 and ($7::uuid is null or g.organization_id = $7)
            and ${HOLDS('g', '$6')} and (g.role = any ($3) or exists (
              select from custom_roles c where c.organization_id = g.organization_id and c.key = g.role
                and c.permissions && $2))
          order by g.property_id desc limit $9)
         union
         (select distinct on (g.property_id) p.id, p.organization_id, p.slug, p.name
          from by_groups g
          join properties p on p.organization_id = g.organization_id and p.id = g.property_id and p.status = 'active'
          join organizations o on o.id = p.organization_id and o.status = 'active' and o.id <> all ($10)
          where g.property_id < $5 and (g.role = any ($3) or exists (
            select from custom_roles c where c.organization_id = g.organization_id and c.key = g.role
              and c.permissions && $2))
          order by g.property_id desc limit $9)
         union
         (select inside.id, inside."organizationId", inside.slug, inside.name
          from wide
          join organizations o on o.id = wide.organization_id and o.status = 'active' and o.id <> all ($10)
          cross join lateral (
            select p.id, p.organization_id as "organizationId", p.slug, p.name from properties p
            where p.organization_id = wide.organization_id and p.status = 'active' and p.id < $5
            order by p.id desc limit $9
          ) inside
          where $7::uuid is null or wide.organization_id = $7)
       ) reached
       -- Staff with support access show in no row here; the guard has let them in.
       where (select u.can_act from users u where u.id = $1) is not false
       order by id desc limit $9`,
      [
        userId,
        model.impliedBy(permission),
        carriers.ofProperty,
        carriers.ofMembership,
        after ?? LAST_ID,
        now,
        within?.organizationId ?? null,
        within?.holdsEverywhere ?? false,
        limit,
        closed,
      ],
    );
  }

  /** Active ones among these properties of an organization, newest first; null: among all of them. */
  async listAmong(
    { organizationId }: OrganizationScope,
    ids: readonly string[] | null,
    { after, limit }: Window,
  ): Promise<AccessibleProperty[]> {
    return this.unitOfWork.manager().query<AccessibleProperty[]>(
      `select p.id, p.organization_id as "organizationId", p.slug, p.name from properties p
        where p.organization_id = $1 and p.status = 'active' and p.id < $2 and ($3::uuid[] is null or p.id = any ($3))
        order by p.id desc limit $4`,
      [organizationId, after ?? LAST_ID, ids, limit],
    );
  }
}

function carriersOf(roles: RoleRegistry, organizationId: string, permission: PermissionKey): Carriers {
  const carrying = [organizationScope(organizationId), propertyScope(organizationId, '')]
    .flatMap((place) => roles.availableAt(place))
    .filter((role) => role.permissions.has(permission));
  const keys = (wanted: (role: (typeof carrying)[number]) => boolean) =>
    carrying.filter(wanted).map(({ key }) => key);
  return {
    ofMembership: keys((role) => role.scopeKind === 'organization' && role.organizationId === null),
    ofOrganization: keys((role) => role.scopeKind === 'organization' && role.organizationId !== null),
    ofProperty: keys((role) => role.scopeKind === 'property'),
  };
}

const FIRST_ID = '00000000-0000-0000-0000-000000000000';
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
