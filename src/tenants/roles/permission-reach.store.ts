import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';

/** Which roles carry a permission, by where they are kept. */
export interface CarryingRoles {
  /** On the platform. */
  readonly ofStaff: readonly string[];
  /** Of the membership: built in or Clerk's. */
  readonly ofMembership: readonly string[];
  /** Built-in ones on a property. */
  readonly ofProperty: readonly string[];
  /** Permissions: an organization's own role that carries one of them carries the wanted one. */
  readonly byPermissions: readonly string[];
}

/** How far a permission spreads, or withdraws, over all organizations. */
export interface Reach {
  readonly people: number;
  /** Organizations for a permission of their level, else properties. */
  readonly places: number;
  readonly pairs: number;
  readonly organizations: number;
  /** Staff of the platform, who hold it everywhere. */
  readonly staff: number;
  /** The first of them, {@link MAX_NAMED} at most: pairs by organization and place, then staff. */
  readonly named: readonly ReachedPerson[];
}

/** One for whom it changes, and where; null for both: everywhere, as staff of the platform. */
export interface ReachedPerson {
  readonly userId: string;
  readonly organizationId: string | null;
  /** Null for a permission of an organization's level. */
  readonly propertyId: string | null;
}

/** So many that a reviewer sees who it is about, and so few that an answer stays one. */
export const MAX_NAMED = 20;

/** How often a permission stands in roles that are not built in, and in what agents were handed. */
export interface PermissionUse {
  readonly permission: string;
  readonly customRoles: number;
  /** Organizations whose own roles carry it. */
  readonly organizations: number;
  readonly clerkRoles: number;
  /** That were handed it and still have it. */
  readonly agents: number;
}

/** The parameters that stand for a set of roles, and for the moment. */
interface Placeholders {
  readonly membership: string;
  readonly property: string;
  readonly permissions: string;
  readonly now: string;
}

const HOLDS = (now: string) => `g.valid_from <= ${now} and (g.expires_at is null or g.expires_at > ${now})`;
const CAN_ACT = (holder: string) => `join users u on u.id = ${holder}.user_id and u.can_act`;
const OPEN = (holder: string) =>
  `join organizations o on o.id = ${holder}.organization_id and o.status = 'active'`;
const OWN_ROLE = (permissions: string) =>
  `exists (select from custom_roles c where c.organization_id = g.organization_id and c.key = g.role
     and c.permissions && ${permissions}::text[])
   and not exists (select from clerk_roles k where k.key = g.role)`;

/** People who hold something on whole organizations, by memberships and by grants. */
const ON_ORGANIZATIONS = ({ membership, permissions, now }: Placeholders) => `
  select m.user_id, m.organization_id, m.organization_id as place
  from memberships m ${OPEN('m')} ${CAN_ACT('m')} where m.role = any (${membership}::text[])
  union
  select g.user_id, g.organization_id, g.organization_id
  from organization_grants g ${OPEN('g')} ${CAN_ACT('g')}
  where ${HOLDS(now)} and ${OWN_ROLE(permissions)}
  union
  select g.user_id, g.organization_id, g.organization_id
  from grants_by_groups g ${OPEN('g')} ${CAN_ACT('g')}
  where g.property_id is null and ${HOLDS(now)} and ${OWN_ROLE(permissions)}`;

const HELD_ON_PROPERTIES = (held: string, { property, permissions, now }: Placeholders) => `
  select g.user_id, g.organization_id, p.id
  from ${held} g ${OPEN('g')} ${CAN_ACT('g')}
  join properties p on p.organization_id = g.organization_id and p.id = g.property_id and p.status = 'active'
  where ${HOLDS(now)} and (g.role = any (${property}::text[]) or (${OWN_ROLE(permissions)}))`;

const ON_PROPERTIES = (asked: Placeholders) => `
  select wide.user_id, wide.organization_id, p.id as place
  from (${ON_ORGANIZATIONS(asked)}) wide
  join properties p on p.organization_id = wide.organization_id and p.status = 'active'
  union
  ${['property_grants', 'grants_by_groups'].map((held) => HELD_ON_PROPERTIES(held, asked)).join(' union ')}`;

const COUNT = (after: string, before: string) => `
  with gained as materialized (select * from (${after}) after except select * from (${before}) before)
  select count(distinct user_id)::int as people, count(distinct place)::int as places, count(*)::int as pairs,
    count(distinct organization_id)::int as organizations,
    (select coalesce(jsonb_agg(jsonb_build_object('userId', user_id, 'organizationId', organization_id,
         'propertyId', nullif(place, organization_id)) order by organization_id, place, user_id), '[]')
       from (select * from gained order by organization_id, place, user_id limit ${MAX_NAMED}) first) as named
  from gained`;

const OF_ORGANIZATIONS = COUNT(
  ON_ORGANIZATIONS({ membership: '$1', permissions: '$2', property: '', now: '$5' }),
  ON_ORGANIZATIONS({ membership: '$3', permissions: '$4', property: '', now: '$5' }),
);
const OF_PROPERTIES = COUNT(
  ON_PROPERTIES({ membership: '$1', permissions: '$2', property: '$3', now: '$7' }),
  ON_PROPERTIES({ membership: '$4', permissions: '$5', property: '$6', now: '$7' }),
);

/** Who holds a permission where, over all organizations: for the count of what a change would do. In a system scope. */
@Injectable()
export class PermissionReachStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** What the second set of roles reaches and the first does not. */
  async countGain(
    level: 'platform' | 'organization' | 'property',
    before: CarryingRoles,
    after: CarryingRoles,
    now: Date,
  ): Promise<Reach> {
    const staff = await this.listStaff(before.ofStaff, after.ofStaff);
    const ofStaff = staff.slice(0, MAX_NAMED).map((userId) => ({ userId, ...EVERYWHERE }));
    if (level === 'platform') return { ...NOBODY, people: staff.length, staff: staff.length, named: ofStaff };
    const parameters = [after, before].flatMap((roles) => [
      roles.ofMembership,
      roles.byPermissions,
      ...(level === 'property' ? [roles.ofProperty] : []),
    ]);
    const [row] = await this.unitOfWork
      .manager()
      .query<Omit<Reach, 'staff'>[]>(level === 'property' ? OF_PROPERTIES : OF_ORGANIZATIONS, [
        ...parameters,
        now,
      ]);
    const { named, ...counts } = row ?? NOBODY;
    return { ...counts, staff: staff.length, named: [...named, ...ofStaff].slice(0, MAX_NAMED) };
  }

  /** Those of the permissions that stand in Clerk's roles, in an organization's own or with an agent. */
  async countUses(permissions: readonly string[], now: Date): Promise<PermissionUse[]> {
    return this.unitOfWork.manager().query<PermissionUse[]>(
      `select wanted.permission, custom.roles as "customRoles", custom.organizations, clerk.roles as "clerkRoles",
         handed.agents
       from unnest($1::text[]) wanted (permission)
       cross join lateral (select count(*)::int as roles, count(distinct organization_id)::int as organizations
         from custom_roles where wanted.permission = any (permissions)) custom
       cross join lateral (select count(*)::int as roles from clerk_roles where wanted.permission = any (permissions)) clerk
       cross join lateral (select count(distinct account_id)::int as agents from service_account_grants
         where wanted.permission = any (permissions) and (expires_at is null or expires_at > $2)) handed
       where custom.roles + clerk.roles + handed.agents > 0 order by wanted.permission`,
      [permissions, now],
    );
  }

  /** Every permission that some organization's own role carries. */
  async listCarriedByCustomRoles(): Promise<string[]> {
    const rows = await this.unitOfWork
      .manager()
      .query<{ permission: string }[]>(
        'select distinct unnest(permissions) as permission from custom_roles order by permission',
      );
    return rows.map(({ permission }) => permission);
  }

  /** Staff is few. */
  private async listStaff(before: readonly string[], after: readonly string[]): Promise<string[]> {
    const rows = await this.unitOfWork.manager().query<{ userId: string }[]>(
      `select user_id as "userId" from (
         select r.user_id from platform_role_grants r ${CAN_ACT('r')} where r.role = any ($2)
         except select user_id from platform_role_grants where role = any ($1)) gained order by user_id`,
      [before, after],
    );
    return rows.map(({ userId }) => userId);
  }
}

const NOBODY = { people: 0, places: 0, pairs: 0, organizations: 0, named: [] };
const EVERYWHERE = { organizationId: null, propertyId: null };
