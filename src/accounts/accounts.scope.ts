import { systemScope } from '#auth';

/** In which this module works: the operator's command line asks, or somebody who is nobody yet. */
export const ACCOUNTS = systemScope('accounts');
