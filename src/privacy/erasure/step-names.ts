import type { ErasureStep } from '../records/erasure-record.js';
import { erasingModules } from '../registry/sql-of-registry.js';
import { modulesOfOrganizations } from '../registry/sql-of-tenancies.js';

const ERASE = 'erase ';
/** Stands for one step a module. */
type Modules = 'modules';

/**
 * The steps of a person's erasure in order. The modules stand between the tombstone, which keeps the mirror from bringing
 * anybody back, and Clerk; the key goes last.
 */
const PERSON_ORDER = [
  'freeze',
  'freeze at Clerk',
  'exports',
  'ownership',
  'tombstone',
  'modules',
  'Clerk',
  'recipients',
  'probe',
  'certificate',
  'key',
] as const;

/** Those of an organization's: closed first, here before Clerk, and nothing is certified before it was looked for. */
const ORGANIZATION_ORDER = [
  'freeze',
  'exports',
  'tombstone',
  'modules',
  'clerk',
  'probe',
  'certificate',
] as const;

export type PersonStep = Exclude<(typeof PERSON_ORDER)[number], Modules>;
export type OrganizationStep = Exclude<(typeof ORGANIZATION_ORDER)[number], Modules>;

/** As they stand in rows of erasures. */
export const PERSON_STEPS: readonly string[] = named(PERSON_ORDER, erasingModules());
export const ORGANIZATION_STEPS: readonly string[] = named(ORGANIZATION_ORDER, modulesOfOrganizations());

/** The module that a step erases, or null for another kind of step. */
export function moduleOf(step: string): string | null {
  return step.startsWith(ERASE) ? step.slice(ERASE.length) : null;
}

/** None of which is done. */
export function pending(names: readonly string[]): ErasureStep[] {
  return names.map((name) => ({ name, status: 'pending', count: 0 }));
}

function named(order: readonly string[], modules: readonly string[]): string[] {
  return order.flatMap((name) => (name === 'modules' ? modules.map((module) => ERASE + module) : [name]));
}
