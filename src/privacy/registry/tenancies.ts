import type { Tenancy } from '#manifest';
import { modules } from '../../modules.js';

/**
 * Every table that holds something of an organization, in the order of erasing. Export, dry run, erasers and the last
 * look are made from it. A spec finds a table with an organization's column that is missing here.
 */
export const tenancies: readonly Tenancy[] = modules.toReversed().flatMap((module) => module.tenancy ?? []);
