import { Injectable } from '@nestjs/common';
import {
  exactlyOne,
  type OrganizationScope,
  type PropertyScope,
  type NamedStatement,
  type RowsOfCommit,
  TableStatements,
  UnitOfWork,
} from '#libs/database';
import { Property, type PropertyStatus } from './property.entity.js';

/** What of a property may change. */
export type PropertyState = Pick<
  Property,
  'slug' | 'name' | 'timezone' | 'maxPeople' | 'status' | 'archivedAt' | 'updatedAt'
>;

/** Which of an organization's properties a list shows. */
export interface PropertyListing {
  status: PropertyStatus | null;
  /** Null: all of them; else those on which this person holds one of these roles now. */
  onlyWithGrant: { userId: string; roles: readonly string[] } | null;
  /** Null: all of them; else these. */
  onlyIds: readonly string[] | null;
  now: Date;
  before: string | null;
  limit: number;
}

const { columns: COLUMNS } = new TableStatements(Property);

const FIND: NamedStatement = {
  name: 'property by id',
  text: `select ${COLUMNS} from properties where organization_id = $1 and id = $2`,
};

const LOCK: NamedStatement = { name: 'lock of a property', text: `${FIND.text} for update` };

const UPDATE: NamedStatement = {
  name: 'update of a property',
  text: `update properties
         set slug = $3, name = $4, timezone = $5, max_people = $6, status = $7, archived_at = $8, updated_at = $9,
           version = version + 1
         where organization_id = $1 and id = $2
         returning ${COLUMNS}`,
};

/** Rows of `properties`; the organization always comes from the scope. */
@Injectable()
export class PropertiesStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async find(scope: OrganizationScope, id: string): Promise<Property | null> {
    const [property] = await this.unitOfWork.read<Property>(scope, FIND, [scope.organizationId, id]);
    return property ?? null;
  }

  /** Archived ones too. */
  async findBySlug({ organizationId }: OrganizationScope, slug: string): Promise<Property | null> {
    return this.rows().findOneBy({ organizationId, slug });
  }

  /** Whether anybody, or anything, holds a role on it or is invited to it. */
  async isHeld({ organizationId }: OrganizationScope, id: string): Promise<boolean> {
    const held = await this.unitOfWork.manager().query<unknown[]>(
      `select from property_grants where organization_id = $1 and property_id = $2
       union all select from group_grants where organization_id = $1 and property_id = $2
       union all select from service_account_grants where organization_id = $1 and property_id = $2
       union all select from invitations where organization_id = $1 and property_id = $2 and status = 'pending'
       limit 1`,
      [organizationId, id],
    );
    return held.length > 0;
  }

  async lock({ organizationId, propertyId }: PropertyScope): Promise<Property | null> {
    const [property] = await this.unitOfWork.query<Property>(LOCK, [organizationId, propertyId]);
    return property ?? null;
  }

  /** Locks several, by id; with `all` those of the organization that are not archived. In one order, against deadlocks. */
  async lockMany(scope: OrganizationScope, ids: readonly string[] | 'all'): Promise<Map<string, Property>> {
    const query = this.rows()
      .createQueryBuilder('property')
      .setLock('pessimistic_write')
      .where('property.organization_id = :organizationId', { organizationId: scope.organizationId })
      .orderBy('property.id');
    if (ids === 'all') query.andWhere(`property.status = 'active'`);
    else query.andWhere('property.id = any (:ids)', { ids });
    return new Map((await query.getMany()).map((property) => [property.id, property]));
  }

  /** Newest first. */
  async list(scope: OrganizationScope, wanted: PropertyListing): Promise<Property[]> {
    const query = this.rows()
      .createQueryBuilder('property')
      .where('property.organization_id = :organizationId', { organizationId: scope.organizationId })
      .orderBy('property.id', 'DESC')
      .take(wanted.limit);
    if (wanted.status !== null) query.andWhere('property.status = :status', { status: wanted.status });
    if (wanted.before !== null) query.andWhere('property.id < :before', { before: wanted.before });
    if (wanted.onlyIds !== null) query.andWhere('property.id = any (:ids)', { ids: wanted.onlyIds });
    if (wanted.onlyWithGrant !== null) {
      query.andWhere(
        `(exists (select from property_grants held
            where held.organization_id = property.organization_id and held.property_id = property.id
              and held.user_id = :userId and held.role = any (:roles)
              and held.valid_from <= :now and (held.expires_at is null or held.expires_at > :now))
          or property.id in (
            select held.property_id from app.grants_by_groups_of(array[:userId]::uuid[], array[:organizationId]::uuid[]) held
            where held.role = any (:roles)
              and held.valid_from <= :now and (held.expires_at is null or held.expires_at > :now)))`,
        { ...wanted.onlyWithGrant, now: wanted.now },
      );
    }
    return query.getMany();
  }

  async insert(property: Property): Promise<void> {
    await this.rows().insert(property);
  }

  /**
   * Changes a property that the open transaction has locked, together with the commit.
   *
   * @returns the row as it is then
   */
  async update(
    { organizationId, propertyId }: PropertyScope,
    { slug, name, timezone, maxPeople, status, archivedAt, updatedAt }: PropertyState,
  ): Promise<RowsOfCommit<Property>> {
    const state = [slug, name, timezone, maxPeople, status, archivedAt, updatedAt];
    return this.unitOfWork.withCommit<Property>(UPDATE, [organizationId, propertyId, ...state]);
  }

  /** As an update of its status, in the scope of the organization. */
  async archive({ organizationId }: OrganizationScope, id: string, now: Date): Promise<void> {
    const result = await this.rows().update(
      { organizationId, id },
      { status: 'archived', archivedAt: now, updatedAt: now, version: () => 'version + 1' },
    );
    exactlyOne(result.affected, 'archiving of a property');
  }

  private rows() {
    return this.unitOfWork.manager().getRepository(Property);
  }
}
