import { systemScope } from '#auth';

/** In which this module works: nobody but the operator's command line asks. */
export const ACCOUNTS = systemScope('accounts');
