import type { Mutant } from './mutant.js';
import { accessQueryMutants } from './access-query-mutants.js';
import { breakGlassMutants } from './break-glass-mutants.js';
import { clerkTokenMutants } from './clerk-token-mutants.js';
import { databaseMutants } from './database-mutants.js';
import { edgeMutants } from './edge-mutants.js';
import { eventMutants } from './event-mutants.js';
import { groupMutants } from './group-mutants.js';
import { guardMutants } from './guard-mutants.js';
import { permissionMutants } from './permission-mutants.js';
import { platformAccountMutants } from './platform-account-mutants.js';
import { ruleMutants } from './rule-mutants.js';
import { serviceAccountMutants } from './service-account-mutants.js';
import { signInMutants } from './sign-in-mutants.js';
import { tokenMutants } from './token-mutants.js';

/** All of them. */
export const mutants: readonly Mutant[] = [
  ...tokenMutants,
  ...guardMutants,
  ...accessQueryMutants,
  ...databaseMutants,
  ...ruleMutants,
  ...edgeMutants,
  ...permissionMutants,
  ...serviceAccountMutants,
  ...clerkTokenMutants,
  ...platformAccountMutants,
  ...groupMutants,
  ...signInMutants,
  ...eventMutants,
  ...breakGlassMutants,
];
