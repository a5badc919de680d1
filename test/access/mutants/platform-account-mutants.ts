import { changedText, edit, fault, type Mutant } from './mutant.js';

const ADMISSION = 'src/auth/service-account-admission.ts';
const RIGHTS = 'src/auth/service-account-rights.rule.ts';
const PLATFORM = 'src/tenants/platform-accounts/platform-accounts.service.ts';

const PLATFORM_SPEC = 'test/e2e/service-accounts/accounts-of-platform.spec.ts';

const ofPlatform = (name: string, file: string, find: string, replace: string, only: string): Mutant =>
  fault(name, [edit(file, find, replace)], PLATFORM_SPEC, only);

const ofPlatformLookup = (find: string, replace: string) =>
  changedText(`pg_get_functiondef('app.platform_account_key_lookup(text)'::regprocedure)`, find, replace);

/** Faults in what keys of the platform's service accounts open. */
export const platformAccountMutants: readonly Mutant[] = [
  ofPlatform(
    'a route that asks for a right on the platform is let in unasked',
    ADMISSION,
    'target === NO_TARGET && levelOfPolicy(policy) === null',
    'target === NO_TARGET',
    'a key of one opens nothing',
  ),
  ofPlatform(
    'a key of the platform holds what its role carries inside organizations',
    RIGHTS,
    '  return OF_PLATFORM.has(permission);',
    '  return OF_PLATFORM.has(permission) || permission.length > 0;',
    'nothing that changes',
  ),
  ofPlatform(
    'a rotation of a key of the platform leaves the old one',
    PLATFORM,
    'await this.accounts.endKeyAt(old.id, end);',
    '',
    'ends with its grant',
  ),
  {
    ...fault('the maker of a key of the platform may be banned', [], PLATFORM_SPEC, 'banned or erased'),
    sql: ofPlatformLookup('k.created_by and u.can_act', 'k.created_by'),
  },
  {
    ...fault('the platform’s list of networks is not asked', [], PLATFORM_SPEC, 'comes from the networks'),
    sql: ofPlatformLookup('s.organization_id is null and s.is_set', 's.organization_id is not null'),
  },
];
