/**
 * Time as a dependency: code that decides by the hour takes a {@link Clock}, so that tests can move it.
 */
export { AlarmPace } from './alarm-pace.js';
export { Clock, FixedClock } from './clock.js';
export { DatabaseClock } from './database-clock.js';
export { PollingWorker } from './polling-worker.js';
