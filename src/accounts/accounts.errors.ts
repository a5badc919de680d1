import { defineErrors } from '#libs/http';

export const accountsErrors = defineErrors({
  wrongFileKind: {
    code: 'accounts_file_unreadable',
    status: 422,
    detail: 'This is no file of the stated format; name its format with --format.',
  },
  brokenRows: {
    code: 'accounts_file_refused',
    status: 422,
    detail:
      'Rows of the file cannot be taken; nothing was loaded. Mend them, or load the others with --skip-broken.',
  },
  brokenOrganizations: {
    code: 'organizations_file_refused',
    status: 422,
    detail:
      'Rows of the file of organizations cannot be taken; nothing was sent. Mend them, or take the others with --skip-broken.',
  },
  importRunning: {
    code: 'accounts_import_running',
    status: 409,
    detail:
      'Another import runs, and two would share the rate that Clerk allows; wait for its end. One that was killed lets go within a minute.',
  },
  hashParametersMissing: {
    code: 'accounts_hash_parameters_missing',
    status: 422,
    detail:
      'Digests of Firebase say nothing without the parameters of the project; give them with --hash-parameters FILE.',
  },
  canaryMissing: {
    code: 'accounts_canary_missing',
    status: 422,
    detail:
      'Before more than a thousand passwords are moved, one has to be proved: name an account whose password you know with --canary EMAIL, or go without by --no-canary.',
  },
  canaryUnknown: {
    code: 'accounts_canary_unknown',
    status: 422,
    detail: 'No account with that address waits for its import with a password.',
  },
  canaryRefused: {
    code: 'accounts_canary_refused',
    status: 422,
    detail:
      'Clerk does not take that password for the digest of the file; nothing else was sent. Check the format, the hasher and the parameters of the file.',
  },
  instanceFull: {
    code: 'clerk_user_quota_exceeded',
    status: 409,
    detail: 'The Clerk instance takes no more users; raise its plan, and run the same command again.',
  },
  importUnknown: {
    code: 'accounts_import_unknown',
    status: 404,
    detail: 'There is no import of that id; `accounts status` lists them.',
  },
  retired: {
    code: 'accounts_retired',
    status: 409,
    detail:
      'The accounts of the older system were retired; none is loaded, moved or signed in by its password any more.',
  },
  notComfortable: {
    code: 'accounts_not_comfortable',
    status: 409,
    detail:
      'Accounts wait to be moved, or somebody signed in without a Clerk id lately; `accounts retire` says which. --force retires them all the same.',
  },
  planChanged: {
    code: 'accounts_plan_changed',
    status: 409,
    detail: 'The plan is another one by now; look at it again, and apply its hash.',
  },
  planHeld: {
    code: 'accounts_plan_held',
    status: 409,
    detail:
      'The plan takes the Clerk id from more accounts than the safety threshold lets through; look at it, and release it with --force.',
  },
});
