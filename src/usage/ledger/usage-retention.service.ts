import { Inject, Injectable } from '@nestjs/common';
import { inBites, type RunContext } from '#manifest';
import { Environment } from '#settings';
import { Partitions, UnitOfWork } from '#libs/database';
import { RecordsStore } from './records.store.js';
import { addMonths, firstDayOf, type Month, monthOf, nextMonth } from '../rules/calendar.rule.js';
import { UsageLedgerStore } from './usage-ledger.store.js';

const AT_ONCE = 5_000;
/** What the days of a person stand in, partitioned by months. */
const ACTIVITY_DAYS = [
  'platform_activity_days',
  'organization_activity_days',
  'property_activity_days',
] as const;

const DELETE_MEMBERS = `delete from usage_members where ctid = any (array(
  select ctid from usage_members where month < $1 order by month limit ${AT_ONCE}))`;

/** A row's place in its file is its own only together with the partition that the file is of. */
const deleteDays = (table: (typeof ACTIVITY_DAYS)[number]): string => `delete from ${table} t using (
    select tableoid as part, ctid as place from ${table} where day < $1 order by day limit ${AT_ONCE}) old
  where t.tableoid = old.part and t.ctid = old.place and t.day < $1`;

/**
 * Lets go of days of activity that are older than `USAGE_RETENTION_MONTHS`, as whole partitions. The reports of their
 * months stay: they were stored when the months were closed, and a month that is not closed keeps its days however old they are.
 */
@Injectable()
export class UsageRetentionService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly partitions: Partitions,
    private readonly ledger: UsageLedgerStore,
    private readonly records: RecordsStore,
    @Inject(Environment) private readonly environment: Pick<Environment, 'usageRetentionMonths'>,
  ) {}

  /**
   * From here on the ledger begins later; then what lies before goes: partitions as a whole, and in bites what stands in
   * one that holds later days too.
   *
   * @returns how many partitions and how many single rows went
   */
  async drop(context: RunContext): Promise<{ partitions: number; dropped: number }> {
    const before = await context.commit(() => this.moveBeginning());
    let partitions = 0;
    let dropped = await this.deleteInBites(context, DELETE_MEMBERS, before);
    for (const table of ACTIVITY_DAYS) {
      partitions += await this.partitions.dropUpTo(table, before, context);
      dropped += await this.deleteInBites(context, deleteDays(table), before);
    }
    return { partitions, dropped };
  }

  private deleteInBites(context: RunContext, statement: string, before: string): Promise<number> {
    return inBites(context, AT_ONCE, async () => {
      const [, count] = await this.unitOfWork.manager().query<[unknown[], number]>(statement, [before]);
      return count;
    });
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
