import { Injectable } from '@nestjs/common';
import { exactlyOne, type NamedStatement, TableStatements, UnitOfWork } from '#libs/database';
import { WebhookDelivery } from './webhook-delivery.entity.js';

const STATEMENTS = new TableStatements(WebhookDelivery);
const IN_ORDER = 'order by next_attempt_at, svix_id limit $1';
const DUE = STATEMENTS.selectWhere(`state = 'pending' and next_attempt_at <= now() ${IN_ORDER}`);
const DUE_AFTER = STATEMENTS.selectWhere(
  `state = 'pending' and next_attempt_at <= now() and next_attempt_at >= $2
     and (next_attempt_at, svix_id) > ($2, $3) ${IN_ORDER}`,
);

const CLAIM: NamedStatement = {
  name: 'claim of a webhook delivery',
  text: `select from webhook_deliveries where svix_id = $1 and state = 'pending' for update skip locked`,
};

const CLAIM_EACH: NamedStatement = {
  name: 'claim of webhook deliveries',
  text: `select svix_id as id from webhook_deliveries where svix_id = any ((select $1::text[])::text[])
            and state = 'pending' for update skip locked`,
};

const SETTLE: NamedStatement = {
  name: 'settled webhook delivery',
  text: 'update webhook_deliveries set state = $2, settled_at = $3, last_error = null where svix_id = $1',
  many: {
    name: 'settled webhook deliveries',
    text: `update webhook_deliveries set state = settled.state, settled_at = settled.at, last_error = null
             from (select each->>0 as id, each->>1 as state, (each->>2)::timestamptz as at
                     from jsonb_array_elements($1::jsonb) each) settled
            where svix_id = settled.id
              -- Said once more, so that the planner thinks of a few rows.
              and svix_id = any ((select array_agg(each->>0) from jsonb_array_elements($1::jsonb) each)::text[])`,
  },
};

/** Rows of the ledger. */
@Injectable()
export class DeliveriesStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Deliveries whose time has come, oldest first.
   *
   * @param after the last one of the page before; null: from the first on
   */
  async listDue(limit: number, after: WebhookDelivery | null): Promise<WebhookDelivery[]> {
    const rows =
      after === null
        ? await this.unitOfWork.query<WebhookDelivery>(DUE, [limit])
        : await this.unitOfWork.query<WebhookDelivery>(DUE_AFTER, [limit, after.nextAttemptAt, after.svixId]);
    return [...rows];
  }

  async find(svixId: string): Promise<WebhookDelivery | null> {
    return this.rows().findOneBy({ svixId });
  }

  /** Takes a pending delivery for this transaction. @returns false when another worker has it or it is settled */
  async claim(svixId: string): Promise<boolean> {
    return this.unitOfWork.gather(this.claimEach, svixId);
  }

  private readonly claimEach = async (svixIds: readonly string[]): Promise<boolean[]> => {
    const [only] = svixIds;
    if (only !== undefined && svixIds.length === 1)
      return [(await this.unitOfWork.query(CLAIM, [only])).length === 1];
    const rows = await this.unitOfWork.query<{ id: string }>(CLAIM_EACH, [svixIds]);
    const claimed = new Set(rows.map(({ id }) => id));
    return svixIds.map((id) => claimed.has(id));
  };

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
