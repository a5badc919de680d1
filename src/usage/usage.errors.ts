import { AppError, defineErrors } from '#libs/http';
import type { Day, Month } from './rules/calendar.rule.js';

export const usageErrors = {
  ...defineErrors({
    monthInFuture: {
      code: 'month_in_future',
      status: 422,
      detail: 'That month has not begun; there is nothing to report yet.',
    },
    noSuchDay: { code: 'no_such_day', status: 422, detail: 'The calendar has no such day.' },
    dayNotOver: {
      code: 'day_not_over',
      status: 422,
      detail: 'A day is rolled up when it is over, in UTC and by the clock of the database.',
    },
    explainWhom: {
      code: 'explain_whom',
      status: 400,
      detail: 'Name one userId or one organizationId.',
    },
  }),

  /** The days before were not recorded: that is said, since zeros would look like facts. */
  beforeLedger: (beganOn: Day) =>
    new AppError(
      'before_ledger',
      422,
      `The ledger began on ${beganOn}. What was before is not known and cannot be rebuilt.`,
    ),

  monthNotClosable: (month: Month, from: Date) =>
    new AppError(
      'month_not_over',
      422,
      `${month} can be closed from ${from.toISOString()} on, when it is over everywhere and late news have come in.`,
    ),

  timezoneNotRecorded: (available: readonly string[]) =>
    new AppError(
      'timezone_not_recorded',
      400,
      `Days are recorded in ${[...new Set(available)].join(' and in ')} here; ask for one of these.`,
    ),
};
