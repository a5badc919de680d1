import { Injectable } from '@nestjs/common';
import { exactlyOne, type PropertyScope, UnitOfWork } from '#libs/database';
import { SampleThing } from './sample-thing.entity.js';

/** Rows of `sample_things`; the property always comes from the scope. */
@Injectable()
export class SampleThingsStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async find(scope: PropertyScope, id: string): Promise<SampleThing | null> {
    return this.rows().findOneBy({ ...placeOf(scope), id });
  }

  /** As it is until the transaction ends. */
  async lock(scope: PropertyScope, id: string): Promise<SampleThing | null> {
    return this.rows()
      .createQueryBuilder('locked')
      .setLock('pessimistic_write')
      .where({ ...placeOf(scope), id })
      .getOne();
  }

  /** Newest first. @param before only those that are older than the one with this id; null: from the newest on */
  async list(scope: PropertyScope, before: string | null, limit: number): Promise<SampleThing[]> {
    const query = this.rows()
      .createQueryBuilder('listed')
      .where(placeOf(scope))
      .orderBy('listed.id', 'DESC')
      .take(limit);
    if (before !== null) query.andWhere('listed.id < :before', { before });
    return query.getMany();
  }

  /** How many there are, under a lock until the transaction ends: of many who come at once only as many pass as have room. */
  async countLocked(scope: PropertyScope): Promise<number> {
    await this.unitOfWork
      .manager()
      .query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [`sample_things ${scope.propertyId}`]);
    return this.rows().countBy(placeOf(scope));
  }

  async insert(sampleThing: SampleThing): Promise<void> {
    await this.rows().insert(sampleThing);
  }

  async update(
    scope: PropertyScope,
    id: string,
    change: Pick<SampleThing, 'name' | 'updatedAt'>,
  ): Promise<void> {
    const result = await this.rows().update(
      { ...placeOf(scope), id },
      { ...change, version: () => 'version + 1' },
    );
    exactlyOne(result.affected, 'update of a sample thing');
  }

  async delete(scope: PropertyScope, id: string): Promise<void> {
    const result = await this.rows().delete({ ...placeOf(scope), id });
    exactlyOne(result.affected, 'deletion of a sample thing');
  }

  private rows() {
    return this.unitOfWork.manager().getRepository(SampleThing);
  }
}

/** What every statement names, so that it finds its index. */
function placeOf({ organizationId, propertyId }: PropertyScope) { // only by property
  return { organizationId, propertyId }; // only by property
function placeOf({ organizationId }: OrganizationScope) { // only by organization
  return { organizationId }; // only by organization
}
