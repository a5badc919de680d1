/** Every migration in order; hand-written SQL, up and down. A new one is added with its module, an old one never changes. */
import type { MigrationClass } from '#libs/database';
import { modules } from '../src/modules.js';
import { DatabaseFunctions1763600000010 } from './1763600000010-database-functions.js';
import { RoleTimeouts1763600000020 } from './1763600000020-role-timeouts.js';
import { AccessLookup1763600000100 } from './1763600000100-access-lookup.js';
import { AccessLookupByGroups1763700000251 } from './1763700000251-access-lookup-by-groups.js';
import { SignInLookups1763700000312 } from './1763700000312-sign-in-lookups.js';
import { CheaperLookups1763700000340 } from './1763700000340-cheaper-lookups.js';
import { KeyLookupsByRows1763700000480 } from './1763700000480-key-lookups-by-rows.js';
import { KeyOfServiceAccount1763700000810 } from './1763700000810-key-of-service-account.js';
import { Partitions1763700000960 } from './1763700000960-partitions.js';

/** What is no module's own: what all of them build on, and the one question that reads the tables of several. */
const shared = [
  DatabaseFunctions1763600000010,
  RoleTimeouts1763600000020,
  AccessLookup1763600000100,
  AccessLookupByGroups1763700000251,
  SignInLookups1763700000312,
  CheaperLookups1763700000340,
  KeyLookupsByRows1763700000480,
  KeyOfServiceAccount1763700000810,
  Partitions1763700000960,
] as const;

const own = modules.flatMap((module) => module.migrations ?? []);

/** Every migration, the shared ones and those of the modules, by the time in their name. */
export const migrations: readonly MigrationClass[] = [...shared, ...own].toSorted(
  (a, b) => timeOf(a) - timeOf(b),
);

function timeOf({ name }: MigrationClass): number {
  return Number(/\d{13}$/.exec(name)?.[0]);
}

/** Tables that hold no tenant's data and go without row-level security, as `schema.table`, or `schema.*` for all of one. */
export const tablesWithoutRowSecurity: readonly string[] = modules.flatMap(
  (module) => module.withoutRowSecurity ?? [],
);
