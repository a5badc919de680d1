import { EnumField, PatternField, TextField } from '#libs/http';
import { MONTH } from '../rules/calendar.rule.js';

export const FORMATS = ['json', 'csv', 'html'] as const;
export type Format = (typeof FORMATS)[number];

export class MonthQuery {
  @PatternField({
    pattern: MONTH,
    max: 7,
    expected: 'a month from 1970 to 8999, as YYYY-MM',
    optional: true,
    example: '2026-11',
    description: 'The running month unless told.',
  })
  month?: string;
}

export class UsageQuery extends MonthQuery {
  @TextField({
    max: 64,
    optional: true,
    example: 'local',
    description:
      'By which calendar days are counted: UTC (unless told), or the place’s own time zone, by its IANA name or as `local`.',
  })
  timezone?: string;
}

export class ReportQuery extends UsageQuery {
  @EnumField(FORMATS, {
    optional: true,
    description: 'Stands above the Accept header (application/json, text/csv, text/html).',
  })
  format?: Format;
}

const REFERENCE = {
  pattern: /^(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|(?:user|org)_[A-Za-z0-9]{1,64})$/,
  max: 80,
  expected: 'our id or Clerk’s',
  optional: true,
} as const;

export class ExplainQuery extends MonthQuery {
  @PatternField({ ...REFERENCE, description: 'The person; without one, the organization is explained.' })
  userId?: string;
}

export class PlatformExplainQuery extends MonthQuery {
  @PatternField({ ...REFERENCE, description: 'The person; either this or organizationId.' })
  userId?: string;

  @PatternField({ ...REFERENCE, description: 'The organization; either this or userId.' })
  organizationId?: string;
}
