import { Inject, Injectable } from '@nestjs/common';
import { inBites, type RunContext } from '#manifest';
import { Environment } from '#settings';
import { UnitOfWork } from '#libs/database';
import { RecordsStore } from './records.store.js';
import { addMonths, firstDayOf, type Month, monthOf, nextMonth } from '../rules/calendar.rule.js';
import { UsageLedgerStore } from './usage-ledger.store.js';

const AT_ONCE = 5_000;
/** What the days of a person stand in, and the column that tells which day or month it is. */
const TABLES = [
  ['platform_activity_days', 'day'],
  ['organization_activity_days', 'day'],
  ['property_activity_days', 'day'],
  ['usage_members', 'month'],
] as const;

/**
 * Lets go of days of activity that are older than `USAGE_RETENTION_MONTHS`. The reports of their months stay: they were
 * stored when the months were closed, and a month that is not closed keeps its days however old they are.
 */
@Injectable()
export class UsageRetentionService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: UsageLedgerStore,
    private readonly records: RecordsStore,
    @Inject(Environment) private readonly environment: Pick<Environment, 'usageRetentionMonths'>,
  ) {}

  /** From here on the ledger begins later; then what lies before goes, in bites. @returns how many rows went */
  async drop(context: RunContext): Promise<{ dropped: number }> {
    const before = await context.commit(() => this.moveBeginning());
    let dropped = 0;
    for (const [table, column] of TABLES) {
      dropped += await inBites(context, AT_ONCE, async () => {
        const [, count] = await this.unitOfWork.manager().query<[unknown[], number]>(
          `delete from ${table} where ctid = any (array(
             select ctid from ${table} where ${column} < $1 order by ${column} limit ${AT_ONCE}))`,
          [before],
        );
        return count;
      });
    }
    return { dropped };
  }

  /** @returns the first day that is kept */
  private async moveBeginning(): Promise<string> {
    await this.ledger.lock();
    const { today, beganOn } = await this.ledger.moment();
    const oldest = addMonths(monthOf(today), -this.environment.usageRetentionMonths);
    let month = monthOf(beganOn);
    while (month < oldest && (await this.isClosed(month))) month = nextMonth(month);
    if (month === monthOf(beganOn)) return beganOn;
    await this.ledger.beginAt(firstDayOf(month));
    return firstDayOf(month);
  }

  /** The platform's report is the last one that the closing of a month stores. */
  private async isClosed(month: Month): Promise<boolean> {
    const place = { kind: 'platform' } as const;
    const period = firstDayOf(month);
    return (await this.records.find({ kind: 'month', period, place, variant: 'utc' })) !== null;
  }
}
