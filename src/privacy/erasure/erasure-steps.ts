import { erasingModules } from '../registry/sql-of-registry.js';

const ERASE = 'erase ';

/**
 * Every step in order. The modules stand between the tombstone, which keeps the mirror from bringing anybody back, and
 * Clerk; the key goes last.
 */
export const STEP_NAMES: readonly string[] = [
  'freeze',
  'freeze at Clerk',
  'exports',
  'ownership',
  'tombstone',
  ...erasingModules().map((module) => `${ERASE}${module}`),
  'Clerk',
  'recipients',
  'probe',
  'certificate',
  'key',
];

/** The module that a step erases, or null for another kind of step. */
export function moduleOf(step: string): string | null {
  return step.startsWith(ERASE) ? step.slice(ERASE.length) : null;
}
