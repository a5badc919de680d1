import { CLEAN_UP_ROWS, type ModuleRuntime, periodicWork } from '#manifest';
import { AccountsModule } from './accounts.module.js';
import { SweepJobService } from './sweep/sweep-job.service.js';

/** The code behind the manifest. */
export const runtime: ModuleRuntime = {
  nestModule: AccountsModule,
  cleanUp: {
    // Sessions at Clerk have an end of their own; those that ended here go once Clerk was told.
    accountSessions: {
      sql: `delete from account_sessions where id = any (array(
              select id from account_sessions where expires_at < $1 limit ${CLEAN_UP_ROWS}))`,
      keptMs: 24 * 3600 * 1000,
    },
  },
  periodicWork: {
    'accounts.sweep': periodicWork(SweepJobService, (sweep, { signal }) => sweep.run(signal)),
  },
};
