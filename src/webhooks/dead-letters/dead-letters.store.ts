import { Injectable } from '@nestjs/common';
import type { SelectQueryBuilder } from 'typeorm';
import { exactlyOne, UnitOfWork } from '#libs/database';
import { type DeliveryState, WebhookDelivery } from '../webhook-delivery.entity.js';

/** Which deliveries are meant; null means any. */
export interface DeliveryFilter {
  readonly state: DeliveryState | null;
  readonly eventType: string | null;
  readonly objectId: string | null;
  readonly receivedFrom: Date | null;
  readonly receivedBefore: Date | null;
  /** So that what is replayed and settles meanwhile is not taken a second time. */
  readonly settledBefore?: Date;
}

/** The ledger as people look at it: everything but the payloads. */
@Injectable()
export class DeadLettersStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Newest first. @param before the position of the last row of the page before */
  async list(
    filter: DeliveryFilter,
    before: { receivedAt: string; svixId: string } | null,
    limit: number,
  ): Promise<WebhookDelivery[]> {
    const query = this.matching(filter)
      .orderBy('delivery.received_at', 'DESC')
      .addOrderBy('delivery.svix_id', 'DESC')
      .take(limit);
    if (before !== null) {
      query.andWhere('(delivery.received_at, delivery.svix_id) < (:beforeAt, :beforeId)', {
        beforeAt: before.receivedAt,
        beforeId: before.svixId,
      });
    }
    return query.getMany();
  }

  async find(svixId: string): Promise<WebhookDelivery | null> {
    return this.rows().findOneBy({ svixId });
  }

  /** How many match, and how many of those can be replayed. */
  async count(filter: DeliveryFilter): Promise<{ matched: number; replayable: number }> {
    const row = await this.matching(filter)
      .select('count(*)::integer', 'matched')
      .addSelect(`(count(*) filter (where ${REPLAYABLE}))::integer`, 'replayable')
      .getRawOne<{ matched: number; replayable: number }>();
    return row ?? { matched: 0, replayable: 0 };
  }

  async requeueOne(svixId: string, now: Date): Promise<void> {
    const result = await this.rows().update(
      { svixId },
      { state: 'pending', attempts: 0, nextAttemptAt: now, settledAt: null },
    );
    exactlyOne(result.affected, 'replay of a webhook delivery');
  }

  /** Makes deliveries due again, the oldest first. @returns the type of each */
  async requeue(filter: DeliveryFilter, now: Date, limit: number): Promise<string[]> {
    const chosen = this.matching(filter)
      .select('delivery.svix_id')
      .andWhere(REPLAYABLE)
      .orderBy('delivery.received_at')
      .limit(limit);
    const [sql, parameters] = chosen.getQueryAndParameters() as [string, unknown[]];
    const due = `$${parameters.length + 1}`;
    const [rows] = await this.unitOfWork.manager().query<[{ event_type: string }[], number]>(
      `update webhook_deliveries set state = 'pending', attempts = 0, next_attempt_at = ${due}, settled_at = null
          where svix_id in (${sql}) returning event_type`,
      [...parameters, now],
    );
    return rows.map((row) => row.event_type);
  }

  private matching(filter: DeliveryFilter): SelectQueryBuilder<WebhookDelivery> {
    const query = this.rows().createQueryBuilder('delivery').where('true');
    const { state, eventType, objectId, receivedFrom, receivedBefore, settledBefore } = filter;
    if (state !== null) query.andWhere('delivery.state = :state', { state });
    if (eventType !== null) query.andWhere('delivery.event_type = :eventType', { eventType });
    if (objectId !== null) query.andWhere('delivery.object_id = :objectId', { objectId });
    if (receivedFrom !== null) query.andWhere('delivery.received_at >= :receivedFrom', { receivedFrom });
    if (receivedBefore !== null) query.andWhere('delivery.received_at < :receivedBefore', { receivedBefore });
    if (settledBefore !== undefined)
      query.andWhere('delivery.settled_at < :settledBefore', { settledBefore });
    return query;
  }

  private rows() {
    return this.unitOfWork.manager().getRepository(WebhookDelivery);
  }
}

/** What waits is due anyway, and without its payload nothing can be applied. */
const REPLAYABLE = `delivery.state <> 'pending' and delivery.payload is not null`;
