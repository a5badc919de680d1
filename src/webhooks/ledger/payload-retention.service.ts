import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { inBites, type RunContext } from '#manifest';

const AT_ONCE = 1_000;
const DAY_MS = 24 * 3600 * 1000;
/** Payloads hold personal data and are of no use once a reconciliation has run. */
export const PAYLOAD_DAYS = 7;
/** A delivery that the sender is told to repeat by hand may come months later: id and hash still know it. */
export const ROW_DAYS = 120;

/** Drops the payloads of settled deliveries after a week, and their rows long after. */
@Injectable()
export class PayloadRetentionService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async drop(context: RunContext): Promise<{ payloads: number; rows: number }> {
    const repeat = (days: number, sql: string): Promise<number> => {
      const before = new Date(this.clock.nowMs() - days * DAY_MS);
      return inBites(context, AT_ONCE, () => this.touch(sql, before));
    };
    const waiting = `select svix_id from webhook_deliveries where state <> 'pending' and received_at < $1`;
    return {
      payloads: await repeat(
        PAYLOAD_DAYS,
        `update webhook_deliveries set payload = null where svix_id = any (array(
           ${waiting} and payload is not null limit ${AT_ONCE} for update skip locked))`,
      ),
      rows: await repeat(
        ROW_DAYS,
        `delete from webhook_deliveries where svix_id = any (array(
           ${waiting} limit ${AT_ONCE} for update skip locked))`,
      ),
    };
  }

  private async touch(sql: string, before: Date): Promise<number> {
    const [, affected] = await this.unitOfWork.manager().query<[unknown[], number]>(sql, [before]);
    return affected;
  }
}
