import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import type { OrganizationStatus } from '../organizations/organization.entity.js';

/** A position in a list by name: the name and the id of the last row that was seen. */
export type NamePosition = readonly [name: string, id: string];

export interface OwnOrganization {
  readonly id: string;
  readonly clerkId: string | null;
  readonly slug: string | null;
  readonly name: string;
  readonly status: OrganizationStatus;
  /** The role that Clerk keeps. */
  readonly role: string;
}

export interface OwnProperty {
  readonly organizationId: string;
  readonly id: string;
  readonly slug: string;
  readonly name: string;
}

/** An organization whose properties are looked for. */
export interface OpenOrganization {
  readonly id: string;
  /** A right on the whole of it opens every property; otherwise only grants do. */
  readonly opensAll: boolean;
}

/** A grant that opens a property, given to the person or to a group of theirs: it holds now, and its role allows something there. */
const OPENS = `g.valid_from <= $4 and (g.expires_at is null or g.expires_at > $4)
  and (g.role = any ($5) or exists (
    select from custom_roles c where c.organization_id = g.organization_id and c.key = g.role
      and cardinality(c.permissions) > 0))`;

const HELD = `(select g.organization_id, g.property_id, g.role, g.valid_from, g.expires_at from property_grants g
    where g.user_id = $3 and g.organization_id = any ($1)
  union all
  select g.organization_id, g.property_id, g.role, g.valid_from, g.expires_at
    from app.grants_by_groups_of(array[$3]::uuid[], $1) g where g.property_id is not null)`;

const OPEN_ORGANIZATIONS = `select * from unnest($1::uuid[], $2::boolean[]) with ordinality as t (organization_id, opens_all, place)`;

const BEHIND = `($6::text is null or (p.name, p.id) > ($6, $7::uuid))`;

/** What a person belongs to and may open, page by page, in the open scope of that person. */
@Injectable()
export class MeStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** By name. */
  async listOrganizations(
    userId: string,
    behind: NamePosition | null,
    limit: number,
  ): Promise<OwnOrganization[]> {
    return this.unitOfWork.manager().query<OwnOrganization[]>(
      `select o.id, o.clerk_id as "clerkId", o.slug, o.name, o.status, m.role
       from memberships m join organizations o on o.id = m.organization_id
       where m.user_id = $1 and o.status <> 'deleted' and ($2::text is null or (o.name, o.id) > ($2, $3::uuid))
       order by o.name, o.id limit $4`,
      [userId, behind?.[0] ?? null, behind?.[1] ?? null, limit],
    );
  }

  async findOrganization(userId: string, id: string): Promise<OwnOrganization | null> {
    const [row] = await this.unitOfWork.manager().query<OwnOrganization[]>(
      `select o.id, o.clerk_id as "clerkId", o.slug, o.name, o.status, m.role
       from memberships m join organizations o on o.id = m.organization_id
       where m.user_id = $1 and o.id = $2 and o.status <> 'deleted'`,
      [userId, id],
    );
    return row ?? null;
  }

  async countOrganizations(userId: string): Promise<number> {
    const [row] = await this.unitOfWork.manager().query<{ count: number }[]>(
      `select count(*)::int as count from memberships m join organizations o on o.id = m.organization_id
       where m.user_id = $1 and o.status <> 'deleted'`,
      [userId],
    );
    return row?.count ?? 0;
  }

  /**
   * Active properties that the person may open, those of the first organization first, by name.
   *
   * @param builtInRoles keys of the roles on a property that allow something there
   */
  async listProperties(
    userId: string,
    organizations: readonly OpenOrganization[],
    builtInRoles: readonly string[],
    now: Date,
    { behind, limit }: { behind: NamePosition | null; limit: number },
  ): Promise<OwnProperty[]> {
    if (organizations.length === 0) return [];
    // Each organization gives its own first rows from an index; no list is longer than the page.
    return this.unitOfWork.manager().query<OwnProperty[]>(
      `with wanted as (${OPEN_ORGANIZATIONS})
       select inside.* from wanted w cross join lateral (
         (select p.organization_id as "organizationId", p.id, p.slug, p.name from properties p
          where w.opens_all and p.organization_id = w.organization_id and p.status = 'active' and ${BEHIND}
          order by p.name, p.id limit $8)
         union all
         (select p.organization_id, p.id, p.slug, p.name from properties p
          where not w.opens_all and p.organization_id = w.organization_id and p.status = 'active' and ${BEHIND}
            and p.id in (select g.property_id from ${HELD} g
                         where g.organization_id = w.organization_id and ${OPENS})
          order by p.name, p.id limit $8)
       ) inside order by w.place, inside.name, inside.id limit $8`,
      [
        ...parametersOf(userId, organizations, builtInRoles, now),
        behind?.[0] ?? null,
        behind?.[1] ?? null,
        limit,
      ],
    );
  }

  /** How many properties the person may open, by organization; one without any is left out. */
  async countProperties(
    userId: string,
    organizations: readonly OpenOrganization[],
    builtInRoles: readonly string[],
    now: Date,
  ): Promise<Map<string, number>> {
    if (organizations.length === 0) return new Map();
    const rows = await this.unitOfWork.manager().query<{ organization_id: string; count: number }[]>(
      `with wanted as (${OPEN_ORGANIZATIONS})
       select organization_id, count(*)::int as count from (
         select p.organization_id, p.id from wanted w
         join properties p on p.organization_id = w.organization_id and p.status = 'active' where w.opens_all
         union all
         select distinct p.organization_id, p.id from wanted w
         join ${HELD} g on g.organization_id = w.organization_id and ${OPENS}
         join properties p on p.organization_id = g.organization_id and p.id = g.property_id and p.status = 'active'
         where not w.opens_all
       ) opened group by organization_id`,
      parametersOf(userId, organizations, builtInRoles, now),
    );
    return new Map(rows.map((row) => [row.organization_id, row.count]));
  }
}

function parametersOf(
  userId: string,
  organizations: readonly OpenOrganization[],
  builtInRoles: readonly string[],
  now: Date,
): unknown[] {
  return [
    organizations.map(({ id }) => id),
    organizations.map(({ opensAll }) => opensAll),
    userId,
    now,
    builtInRoles,
  ];
}
