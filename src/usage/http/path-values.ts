import { accepted, patternValue, refused, type ValueType } from '#libs/http';
import { isDay, MONTH } from '../rules/calendar.rule.js';

/** A day in a path: `2026-11-21`. */
export const dayValue: ValueType = {
  name: 'day',
  schema: { type: 'string', format: 'date' },
  read: (value) => (typeof value === 'string' && isDay(value) ? accepted(value) : refused('must be a day')),
};

/** A month in a path: `2026-11`. */
export const monthValue = patternValue(MONTH, 7, 'a month');
