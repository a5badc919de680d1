import { Injectable } from '@nestjs/common';
import { type OrganizationScope, type PlatformScope, UnitOfWork } from '#libs/database';
import { PublishedEvent } from './published-event.entity.js';

/** Whose feed: of one organization, or of everything. */
export type FeedScope = OrganizationScope | PlatformScope;

/** From the first position that is still there to the last one given. */
export interface FeedBounds {
  readonly prunedPosition: number;
  readonly position: number;
}

/** Rows of `events`, oldest first. */
@Injectable()
export class EventsStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async bounds(): Promise<FeedBounds> {
    const [row] = await this.unitOfWork
      .manager()
      .query<{ pruned: string; position: string }[]>(
        'select pruned_position as pruned, position from event_feed',
      );
    return { prunedPosition: Number(row?.pruned ?? 0), position: Number(row?.position ?? 0) };
  }

  /** @param type one type, or a family (`grant.*`); null: all */
  async listAfter(
    scope: FeedScope,
    after: number,
    type: string | null,
    limit: number,
  ): Promise<PublishedEvent[]> {
    const query = this.events()
      .createQueryBuilder('event')
      .where('event.position > :after', { after })
      .orderBy('event.position')
      .take(limit);
    if (scope.kind === 'organization') {
      query.andWhere('event.organization_id = :organizationId', { organizationId: scope.organizationId });
    }
    if (type?.endsWith('.*') === true) {
      query.andWhere(`split_part(event.type, '.', 1) = :family`, { family: type.slice(0, -2) });
    } else if (type !== null) query.andWhere('event.type = :type', { type });
    return query.getMany();
  }

  /** In the open transaction, of the system. @returns how many were deleted */
  async prune(before: Date, limit: number): Promise<number> {
    const [rows] = await this.unitOfWork.manager().query<[{ position: string }[], number]>(
      `delete from events where position in (
         select position from events where published_at < $1 order by position limit $2) returning position`,
      [before, limit],
    );
    if (rows.length === 0) return 0;
    await this.unitOfWork
      .manager()
      .query('update event_feed set pruned_position = greatest(pruned_position, $1)', [
        Math.max(...rows.map(({ position }) => Number(position))),
      ]);
    return rows.length;
  }

  private events() {
    return this.unitOfWork.manager().getRepository(PublishedEvent);
  }
}
