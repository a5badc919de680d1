import { type ModuleRuntime, periodicWork } from '#manifest';
import { UsageMonthsService } from './closing/usage-months.service.js';
import { RollUpsService } from './closing/roll-ups.service.js';
import { UsageMember, UsageMonth } from './closing/usage-month.entity.js';
import { UsageRetentionService } from './ledger/usage-retention.service.js';
import { UsageRecord } from './closing/usage-record.entity.js';
import {
  OrganizationActivityDay,
  PlatformActivityDay,
  PropertyActivityDay,
} from './ledger/activity-days.entity.js';
import { ActivityDeadLettersService } from './ledger/activity-dead-letters.service.js';
import { UsageDeadLetter } from './ledger/usage-dead-letter.entity.js';
import { UsageLedger } from './ledger/usage-ledger.entity.js';
import { UsagePerson } from './ledger/usage-person.entity.js';
import { UsageHealthService } from './ledger/usage-health.service.js';

const ACTOR = { kind: 'system', name: 'scheduler' } as const;

/** The code behind the manifest. */
export const runtime: ModuleRuntime = {
  entities: [
    OrganizationActivityDay,
    PlatformActivityDay,
    PropertyActivityDay,
    UsageDeadLetter,
    UsageLedger,
    UsageMember,
    UsageMonth,
    UsagePerson,
    UsageRecord,
  ],
  health: { usage: UsageHealthService },
  periodicWork: {
    'usage.days': periodicWork(RollUpsService, async (rollUps) => ({
      days: (await rollUps.rollUpDueDays(ACTOR)).join(' '),
    })),
    'usage.dead-letters': periodicWork(ActivityDeadLettersService, (deadLetters, { signal }) =>
      deadLetters.retry(signal),
    ),
    'usage.retention': periodicWork(UsageRetentionService, (retention, context) => retention.drop(context)),
    'usage.months': periodicWork(UsageMonthsService, async (months, { signal }) => ({
      months: (await months.closeDueMonths(ACTOR, signal)).join(' '),
    })),
  },
};
