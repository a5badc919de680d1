import { defineModule, EVERYBODY, PER_PERSON } from '#manifest';
import { accountsTables } from './accounts.tables.js';
import { accountsTenancy } from './accounts.tenancy.js';
import { AccountSessions1763700000600 } from './migrations/1763700000600-account-sessions.js';
import { LegacyAccounts1763700000500 } from './migrations/1763700000500-legacy-accounts.js';
import { FurtherIdentifiers1763700000710 } from './migrations/1763700000710-further-identifiers.js';
import { LegacyRights1763700000700 } from './migrations/1763700000700-legacy-rights.js';
import { PasswordResets1763700000821 } from './migrations/1763700000821-password-resets.js';
import { SignUps1763700000820 } from './migrations/1763700000820-sign-ups.js';
import { Retirement1763700000720 } from './migrations/1763700000720-retirement.js';

/** What the rest of the service knows about this module. */
export const accountsManifest = defineModule({
  name: 'accounts',
  auditActions: [
    'legacy_accounts.loaded',
    'legacy_accounts.retired',
    'legacy_account.created',
    'legacy_account.matched',
    'legacy_account.undone',
    'legacy_account.unlinked',
    'account_session.reused',
    'account.signed_up',
    'account.change_asked',
    'sign_up_invite.created',
    'sign_up_invite.ended',
  ],
  periodicJobs: [
    {
      name: 'accounts.sign-ups',
      cron: '* * * * *',
      timeoutSeconds: 300,
      miss: 'Sign-ups that a dead process left are not finished, and invite codes of those that nobody went on with are not given back.',
    },
    {
      name: 'accounts.write-backs',
      cron: '*/10 * * * *',
      timeoutSeconds: 600,
      miss: 'Of people whom Clerk made while a process ended, what is kept of the old password stays here longer than it is needed.',
    },
    {
      name: 'accounts.sweep',
      cron: '40 3 * * *',
      timeoutSeconds: 3_600,
      miss: 'Accounts that stand on one side only, here or at Clerk, are not found; with LEGACY_ACCOUNTS_SWEEP=apply they are not mended.',
    },
  ],
  personalData: accountsTables,
  tenancy: accountsTenancy,
  activities: [
    {
      module: 'accounts',
      name: 'Moving accounts of an older system to Clerk',
      dataSubjects: ['people with an account of the older system'],
      recipients: ['clerk', 'hosting'],
    },
    {
      module: 'account-sessions',
      name: 'Signing in by this service',
      dataSubjects: EVERYBODY,
      recipients: ['clerk', 'hosting'],
    },
  ],
  migrations: [
    LegacyAccounts1763700000500,
    AccountSessions1763700000600,
    LegacyRights1763700000700,
    FurtherIdentifiers1763700000710,
    Retirement1763700000720,
    SignUps1763700000820,
    PasswordResets1763700000821,
  ],
  jobs: ['accounts.end-session', 'accounts.give-rights'],
  growth: {
    'public.account_import_lease': { atMost: 'one row' },
    'public.account_retirement': { atMost: 'one row' },
    'public.account_sign_in_days': { atMost: 'one row a day, gone with the retirement' },
    'public.account_sessions': {
      kept: 'until they are over, 30 days unused at the most',
      by: 'tables.clean-up',
    },
    'public.account_sign_ups': { kept: 'until they are settled, and a day', by: 'tables.clean-up' },
    'public.password_resets': { kept: 'until they are over, and a day', by: 'tables.clean-up' },
    'public.sign_up_invites': { kept: '90 days after their end', by: 'tables.clean-up' },
    'public.account_imports': { forGood: 'one row of each import', why: 'an import can be taken back' },
    'public.legacy_account_secrets': { kept: 'until Clerk has them', by: 'accounts import' },
    'public.legacy_accounts': PER_PERSON,
    'public.legacy_rights': PER_PERSON,
  },
  load: () => import('./accounts.runtime.js'),
});
