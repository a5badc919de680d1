import { systemScope } from '#auth';

/** In which this module works when nobody asks. */
export const EVENTS = systemScope('events');
