import { Injectable } from '@nestjs/common';
import { type OrganizationScope, UnitOfWork } from '#libs/database';
import { eventsErrors } from '../events.errors.js';
import type { AccessSnapshot } from '../access/access-snapshot.entity.js';
import { AccessSnapshotsStore } from '../access/access-snapshots.store.js';
import { EventsStore, type FeedScope } from './events.store.js';
import type { PublishedEvent } from './published-event.entity.js';

/** Part of a feed. */
export interface FeedPage {
  readonly events: readonly PublishedEvent[];
  /** Whether further ones are there already. */
  readonly hasMore: boolean;
  /** Behind which position to go on; that of the last event given, or where reading began. */
  readonly position: number;
}

/** What happened, oldest first, for those who follow it. */
@Injectable()
export class FeedService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly events: EventsStore,
    private readonly snapshots: AccessSnapshotsStore,
  ) {}

  /**
   * @param after the position behind which to go on; null: from `from` on
   * @param type one type or a family; null: all
   * @throws AppError 410 `cursor_expired` where events behind the position are gone already
   */
  async read(
    scope: FeedScope,
    {
      after,
      from,
      type,
      limit,
    }: { after: number | null; from: 'start' | 'end'; type: string | null; limit: number },
  ): Promise<FeedPage> {
    return this.unitOfWork.run(scope, async () => {
      const { prunedPosition, position: last } = await this.events.bounds();
      if (after !== null && after < prunedPosition) throw eventsErrors.cursorExpired();
      const begin = after ?? (from === 'end' ? last : prunedPosition);
      const found = await this.events.listAfter(scope, begin, type, limit + 1);
      const events = found.slice(0, limit);
      const hasMore = found.length > limit;
      // Where all is read, what there is of others need not be gone through again.
      const position = hasMore ? Number(events.at(-1)?.position ?? begin) : Math.max(begin, last);
      return { events, hasMore, position };
    });
  }

  /** What people may do, as it was told last, by the id of the person. */
  async listAccess(scope: OrganizationScope, after: string | null, limit: number): Promise<AccessSnapshot[]> {
    return this.unitOfWork.run(scope, () => this.snapshots.list(scope, after, limit));
  }
}
