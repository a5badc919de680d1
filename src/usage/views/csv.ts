import { csvLine } from '#libs/csv';
import type { UsageReport } from '../report/usage-report.js';

const COLUMNS = ['month', 'timezone', 'date', 'dau', 'new', 'returning', 'mauToDate', 'mruToDate'] as const;

/** One line for each day (RFC 4180); the counts to date of the last one are those of the month. */
export function csvOf(report: UsageReport): string {
  const lines = report.days.map((day) => {
    const values: Record<(typeof COLUMNS)[number], string | number> = {
      ...day,
      month: report.month,
      timezone: report.timezone,
    };
    return csvLine(COLUMNS.map((column) => values[column]));
  });
  return [csvLine(COLUMNS), ...lines].join('');
}
