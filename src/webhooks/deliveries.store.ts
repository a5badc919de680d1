import { Injectable } from '@nestjs/common';
import { exactlyOne, type NamedStatement, UnitOfWork } from '#libs/database';
import { WebhookDelivery } from './webhook-delivery.entity.js';

const CLAIM: NamedStatement = {
  name: 'claim of a webhook delivery',
  text: `select from webhook_deliveries where svix_id = $1 and state = 'pending' for update skip locked`,
};

const SETTLE: NamedStatement = {
  name: 'settled webhook delivery',
  text: 'update webhook_deliveries set state = $2, settled_at = $3, last_error = null where svix_id = $1',
};

/** Rows of the ledger. */
@Injectable()
export class DeliveriesStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Deliveries whose time has come, oldest first. */
  async listDue(limit: number): Promise<WebhookDelivery[]> {
    return this.rows()
      .createQueryBuilder('delivery')
      .where(`delivery.state = 'pending' and delivery.next_attempt_at <= now()`)
      .orderBy('delivery.next_attempt_at')
      .take(limit)
      .getMany();
  }

  async find(svixId: string): Promise<WebhookDelivery | null> {
    return this.rows().findOneBy({ svixId });
  }

  /** Takes a pending delivery for this transaction. @returns false when another worker has it or it is settled */
  async claim(svixId: string): Promise<boolean> {
    const rows = await this.unitOfWork.query(CLAIM, [svixId]);
    return rows.length === 1;
  }

  /** Settles a delivery that the open transaction has claimed, together with the commit. */
  async settle(svixId: string, state: 'applied' | 'ignored', now: Date): Promise<void> {
    await this.unitOfWork.beforeCommit(SETTLE, [svixId, state, now]);
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
