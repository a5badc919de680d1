import { Injectable } from '@nestjs/common';
import { exactlyOne, type PropertyScope, UnitOfWork } from '#libs/database';
import { Room, type RoomState } from './room.entity.js';

/** All that changes of a room. */
export type RoomChange = Partial<
  Omit<Room, 'organizationId' | 'propertyId' | 'id' | 'version' | 'createdBy' | 'createdAt'>
>;

/** Rows of `rooms`; the property always comes from the scope. */
@Injectable()
export class RoomsStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async find(scope: PropertyScope, id: string): Promise<Room | null> {
    return this.rows().findOneBy({ ...placeOf(scope), id });
  }

  /** As it is until the transaction ends. */
  async lock(scope: PropertyScope, id: string): Promise<Room | null> {
    return this.rows()
      .createQueryBuilder('locked')
      .setLock('pessimistic_write')
      .where({ ...placeOf(scope), id })
      .getOne();
  }

  /**
   * Newest first.
   *
   * @param state null: in whatever state
   * @param before only those that are older than the one with this id; null: from the newest on
   */
  async list(
    scope: PropertyScope,
    state: RoomState | null,
    before: string | null,
    limit: number,
  ): Promise<Room[]> {
    const query = this.rows()
      .createQueryBuilder('listed')
      .where(placeOf(scope))
      .orderBy('listed.id', 'DESC')
      .take(limit);
    if (state !== null) query.andWhere('listed.state = :state', { state });
    if (before !== null) query.andWhere('listed.id < :before', { before });
    return query.getMany();
  }

  /** How many there are, under a lock until the transaction ends: of many who come at once only as many pass as have room. */
  async countLocked(scope: PropertyScope): Promise<number> {
    await this.unitOfWork
      .manager()
      .query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [`rooms ${scope.propertyId}`]);
    return this.rows().countBy(placeOf(scope));
  }

  async insert(room: Room): Promise<void> {
    await this.rows().insert(room);
  }

  async update(scope: PropertyScope, id: string, change: RoomChange): Promise<void> {
    const result = await this.rows().update(
      { ...placeOf(scope), id },
      { ...change, version: () => 'version + 1' },
    );
    exactlyOne(result.affected, 'update of a room');
  }

  async delete(scope: PropertyScope, id: string): Promise<void> {
    const result = await this.rows().delete({ ...placeOf(scope), id });
    exactlyOne(result.affected, 'deletion of a room');
  }

  private rows() {
    return this.unitOfWork.manager().getRepository(Room);
  }
}

/** What every statement names, so that it finds its index. */
function placeOf({ organizationId, propertyId }: PropertyScope) {
  return { organizationId, propertyId };
}
