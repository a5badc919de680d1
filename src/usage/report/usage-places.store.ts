import { Injectable } from '@nestjs/common';
import { found, parseReference, type Reference } from '#auth';
import { type DataScope, UnitOfWork } from '#libs/database';
import type { Place } from '../ledger/place.js';
import { USAGE } from '../usage.scope.js';

/** Finds places by what people call them, and the other way round. */
@Injectable()
export class UsagePlacesStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** What people call a place, for pictures and pages. */
  async nameOf(scope: DataScope, place: Place): Promise<string> {
    if (place.kind === 'platform') return 'the whole platform';
    const [row] = await this.query<{ organization: string; property: string | null }>(
      scope,
      `select o.name as organization, p.name as property from organizations o
       left join properties p on p.organization_id = o.id and p.id = $2 where o.id = $1`,
      [place.organizationId, place.kind === 'property' ? place.propertyId : null],
    );
    if (row === undefined) return 'a place that is gone';
    return row.property === null ? row.organization : `${row.property}, ${row.organization}`;
  }

  /** @throws AppError 404 for an organization that is not there */
  async organizationIdOf(scope: DataScope, reference: Reference): Promise<string> {
    const [row] = await this.query<{ id: string }>(
      scope,
      `select id from organizations where ${reference.kind === 'id' ? 'id' : 'clerk_id'} = $1`,
      [reference.kind === 'id' ? reference.id : reference.clerkId],
    );
    return found(row).id;
  }

  /**
   * The place that an operator names; without names, the platform.
   *
   * @param organization slug, our id or Clerk's
   * @param property slug or id
   * @returns null when there is none
   */
  async named(organization: string | undefined, property: string | undefined): Promise<Place | null> {
    if (organization === undefined) return property === undefined ? { kind: 'platform' } : null;
    const reference = parseReference(organization, 'org');
    const [column, value] =
      reference === undefined
        ? ['slug', organization]
        : reference.kind === 'id'
          ? ['id', reference.id]
          : ['clerk_id', reference.clerkId];
    const [found] = await this.query<{ id: string }>(
      USAGE,
      `select id from organizations where ${column} = $1 order by (status = 'deleted') limit 1`,
      [value],
    );
    if (found === undefined) return null;
    if (property === undefined) return { kind: 'organization', organizationId: found.id };
    const [inside] = await this.query<{ id: string }>(
      USAGE,
      `select id from properties where organization_id = $1 and (slug = $2 or id::text = lower($2)) limit 1`,
      [found.id, property],
    );
    return inside === undefined
      ? null
      : { kind: 'property', organizationId: found.id, propertyId: inside.id };
  }

  private query<Row>(scope: DataScope, sql: string, parameters: unknown[]): Promise<Row[]> {
    return this.unitOfWork.run(scope, () => this.unitOfWork.manager().query<Row[]>(sql, parameters));
  }
}
