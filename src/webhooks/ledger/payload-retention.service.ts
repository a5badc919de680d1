import { Injectable } from '@nestjs/common';
import { Partitions, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { inBites, type RunContext } from '#manifest';

const AT_ONCE = 1_000;
const DAY_MS = 24 * 3600 * 1000;
/** Payloads hold personal data and are of no use once a reconciliation has run. */
export const PAYLOAD_DAYS = 7;
/** A delivery that the sender is told to repeat by hand may come months later: id and hash still know it. */
export const ROW_DAYS = 120;

const TABLE = 'webhook_deliveries';

/** What is older and settled; a repeat of what waits has to find it. */
const OLD = `state <> 'pending' and received_at < $1`;
const DROP_PAYLOADS = `update webhook_deliveries set payload = null where svix_id = any (array(
  select svix_id from webhook_deliveries where ${OLD} and payload is not null limit ${AT_ONCE} for update skip locked))`;
/** Rows of no month: from before there were partitions, or with an id that is none of Svix's. */
const DELETE_REST = `delete from webhook_deliveries where svix_id = any (array(
  select svix_id from webhook_deliveries
   where tableoid = (select inhrelid from pg_inherits join pg_class on pg_class.oid = inhrelid
                      where inhparent = '${TABLE}'::regclass and relname = '${TABLE}_default')
     and ${OLD} limit ${AT_ONCE} for update skip locked))`;

/** Drops the payloads of settled deliveries after a week, and their rows long after, with the partition of their month. */
@Injectable()
export class PayloadRetentionService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly partitions: Partitions,
    private readonly clock: Clock,
  ) {}

  /** @returns how many payloads, partitions and single rows went */
  async drop(context: RunContext): Promise<{ payloads: number; partitions: number; rows: number }> {
    return {
      payloads: await this.repeat(context, PAYLOAD_DAYS, DROP_PAYLOADS),
      partitions: await this.partitions.dropUpTo(
        TABLE,
        this.daysAgo(ROW_DAYS).toISOString().slice(0, 10),
        context,
      ),
      rows: await this.repeat(context, ROW_DAYS, DELETE_REST),
    };
  }

  private repeat(context: RunContext, days: number, statement: string): Promise<number> {
    const before = this.daysAgo(days);
    return inBites(context, AT_ONCE, async () => {
      const [, affected] = await this.unitOfWork.manager().query<[unknown[], number]>(statement, [before]);
      return affected;
    });
  }

  private daysAgo(days: number): Date {
    return new Date(this.clock.nowMs() - days * DAY_MS);
  }
}
