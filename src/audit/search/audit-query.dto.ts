import { DateTimeField, EnumField, PageQuery, TextField, UuidField } from '#libs/http';
import { auditActions } from '../audit-actions.js';
import type { AuditFilter } from './audit-search.store.js';

/** What rows are wanted; everything given must hold. */
export class AuditLogQuery extends PageQuery {
  @EnumField(auditActions, { optional: true, description: 'What happened.' })
  action?: string;

  @TextField({
    max: 100,
    optional: true,
    description: 'Who did it: our id of a person, or a part of the service.',
  })
  actor?: string;

  @TextField({ max: 100, optional: true, description: 'To what: our id.' })
  target?: string;

  @UuidField({ optional: true, description: 'On which property: our id.' })
  property?: string;

  @EnumField(['allowed', 'denied'], { optional: true, description: 'How it ended.' })
  outcome?: string;

  @DateTimeField({ optional: true, description: 'Not before this moment.' })
  from?: Date;

  @DateTimeField({ optional: true, description: 'Before this moment.' })
  to?: Date;

  /** The filter alone, without the page. */
  static filterOf(query: AuditLogQuery & { organization?: string }): AuditFilter {
    return {
      action: query.action ?? null,
      actor: query.actor ?? null,
      target: query.target ?? null,
      property: query.property ?? null,
      organization: query.organization ?? null,
      outcome: query.outcome ?? null,
      from: query.from?.toISOString() ?? null,
      to: query.to?.toISOString() ?? null,
    };
  }
}

export class PlatformAuditLogQuery extends AuditLogQuery {
  @UuidField({ optional: true, description: 'In which organization: our id.' })
  organization?: string;
}

export class AuditExportQuery extends AuditLogQuery {
  @EnumField(['ndjson', 'csv'], {
    optional: true,
    description: 'ndjson (default) can be verified, csv only read.',
  })
  format: 'ndjson' | 'csv' = 'ndjson';
}

export class PlatformAuditExportQuery extends AuditExportQuery {
  @UuidField({ optional: true, description: 'In which organization: our id.' })
  organization?: string;
}
