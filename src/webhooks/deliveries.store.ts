import { Injectable } from '@nestjs/common';
import { exactlyOne, UnitOfWork } from '#libs/database';
import { WebhookDelivery } from './webhook-delivery.entity.js';

/** Rows of the ledger. */
@Injectable()
export class DeliveriesStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @returns false when a delivery with that id is there already */
  async insert(delivery: WebhookDelivery): Promise<boolean> {
    const result = await this.rows()
      .createQueryBuilder()
      .insert()
      .values(delivery as never)
      .orIgnore()
      .returning('svix_id')
      .execute();
    return (result.raw as unknown[]).length === 1;
  }

  /** Counts a repeat. @returns whether its body is the one of the first time */
  async countRepeat(svixId: string, bodySha256: Buffer): Promise<boolean> {
    const rows = await this.unitOfWork
      .manager()
      .query<[{ same: boolean }[], number]>(
        `update webhook_deliveries set repeats = repeats + 1 where svix_id = $1 returning body_sha256 = $2 as same`,
        [svixId, bodySha256],
      );
    return rows[0][0]?.same ?? false;
  }

  /** Ids of deliveries whose time has come, oldest first. */
  async listDue(limit: number): Promise<string[]> {
    const rows = await this.unitOfWork.manager().query<{ svix_id: string }[]>(
      `select svix_id from webhook_deliveries where state = 'pending' and next_attempt_at <= now()
       order by next_attempt_at, received_at limit $1`,
      [limit],
    );
    return rows.map((row) => row.svix_id);
  }

  async find(svixId: string): Promise<WebhookDelivery | null> {
    return this.rows().findOneBy({ svixId });
  }

  /** Takes a pending delivery for this transaction; null when another worker has it or it is settled. */
  async claim(svixId: string): Promise<WebhookDelivery | null> {
    return this.rows()
      .createQueryBuilder('delivery')
      .setLock('pessimistic_write')
      .setOnLocked('skip_locked')
      .where({ svixId, state: 'pending' })
      .getOne();
  }

  async update(
    svixId: string,
    change: Partial<
      Pick<WebhookDelivery, 'state' | 'attempts' | 'nextAttemptAt' | 'settledAt' | 'lastError'>
    >,
  ): Promise<void> {
    const result = await this.rows().update({ svixId }, change);
    exactlyOne(result.affected, 'update of a webhook delivery');
  }

  private rows() {
    return this.unitOfWork.manager().getRepository(WebhookDelivery);
  }
}
