import { CLEAN_UP_ROWS, type ModuleRuntime, periodicWork } from '#manifest';
import { AccountsModule } from './accounts.module.js';
import { SignUpsJobService } from './sign-up/sign-ups-job.service.js';
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
    passwordResets: {
      sql: `delete from password_resets where id = any (array(
              select id from password_resets where expires_at < $1 limit ${CLEAN_UP_ROWS}))`,
      keptMs: 24 * 3600 * 1000,
    },
    accountSignUps: {
      sql: `delete from account_sign_ups where id = any (array(
              select id from account_sign_ups where settled_at < $1 limit ${CLEAN_UP_ROWS}))`,
      keptMs: 24 * 3600 * 1000,
    },
    signUpInvites: {
      sql: `delete from sign_up_invites where id = any (array(
              select id from sign_up_invites where expires_at < $1 limit ${CLEAN_UP_ROWS}))`,
      keptMs: 90 * 24 * 3600 * 1000,
    },
  },
  periodicWork: {
    'accounts.sign-ups': periodicWork(SignUpsJobService, (signUps, { signal }) => signUps.run(signal)),
    'accounts.write-backs': periodicWork(SweepJobService, (sweep, { signal }) => sweep.writeBack(signal)),
    'accounts.sweep': periodicWork(SweepJobService, (sweep, { signal }) => sweep.run(signal)),
  },
};
