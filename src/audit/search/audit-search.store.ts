import { Injectable } from '@nestjs/common';
import { authErrors } from '#auth';
import {
  firstIdOf,
  type OrganizationScope,
  type PlatformScope,
  type PropertyScope,
  UnitOfWork,
} from '#libs/database';
import { AUDIT_ROW_COLUMNS, type AuditRow } from '../chain/audit-row.js';

/** What rows are wanted; null means any. */
export interface AuditFilter {
  readonly action: string | null;
  readonly actor: string | null;
  readonly target: string | null;
  readonly property: string | null;
  readonly organization: string | null;
  readonly outcome: string | null;
  /** ISO 8601; `from` counts, `to` does not. */
  readonly from: string | null;
  readonly to: string | null;
}

type AuditScope = OrganizationScope | PropertyScope | PlatformScope;

const DAY_MS = 86_400_000;
/** Why somebody was refused who may not know of the place. */
const UNKNOWN_THERE = authErrors.notFound().code;

/** Reads the log; row-level security decides which rows there are for the scope that is open. */
@Injectable()
export class AuditSearchStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Newest first. @param before the last id of the page before */
  async search(
    scope: AuditScope,
    filter: AuditFilter,
    before: string | null,
    limit: number,
  ): Promise<AuditRow[]> {
    const { where, parameters } = conditionsOf(scope, filter, { 'id < $': before });
    return this.query(EVENTS, where, `order by id desc limit ${limit}`, parameters);
  }

  /** Sealed rows in the order of the chain: those after one position, up to another. */
  async listSealed(
    scope: AuditScope,
    filter: AuditFilter,
    position: { after: number; until: number; limit: number },
  ): Promise<AuditRow[]> {
    const positions = { 'sequence > $': position.after, 'sequence <= $': position.until };
    const { where, parameters } = conditionsOf(scope, filter, positions);
    const isWhole = parameters.length === Object.keys(positions).length;
    return this.query(
      isWhole ? CHAIN : EVENTS,
      where,
      `order by sequence limit ${position.limit}`,
      parameters,
    );
  }

  private query(from: string, where: string, tail: string, parameters: unknown[]): Promise<AuditRow[]> {
    const sql = `select ${AUDIT_ROW_COLUMNS} from ${from} where ${where} ${tail}`;
    return this.unitOfWork.manager().query<AuditRow[]>(sql, parameters);
  }
}

const EVENTS = 'audit_events left join audit_seals on event_id = id';
/**
 * Row by row along the positions, where every row is asked for: for the planner an id may be in any partition, so that it
 * would rather read all of them, and it is looked for in one.
 */
const CHAIN = `audit_seals cross join lateral (select * from audit_events where id = event_id offset 0) as audit_events`;

/** Conditions are fixed texts with one `$` for the value; what is null asks for nothing. */
function conditionsOf(scope: AuditScope, filter: AuditFilter, more: Record<string, string | number | null>) {
  const wanted: Record<string, string | number | null> = {
    // Row-level security says the same, as one of several ways to see a row: of that PostgreSQL makes no way into an index.
    'audit_events.organization_id = $': scope.kind === 'organization' ? scope.organizationId : null,
    // The rows of one property only, whatever the filter asks for.
    'audit_events.property_id = $': 'propertyId' in scope ? scope.propertyId : null,
    // Whoever may not know of the property asked in vain: they may be another customer's, whose ids show to nobody here.
    "coalesce(change ->> 'code', '') <> $": 'propertyId' in scope ? UNKNOWN_THERE : null,
    'action = $': filter.action,
    'actor_id = $': filter.actor,
    'target_id = $': filter.target,
    'property_id = $': filter.property,
    'organization_id = $': filter.organization,
    'outcome = $': filter.outcome,
    'occurred_at >= $': filter.from,
    'occurred_at < $': filter.to,
    // Ids begin with the time, so an index finds the stretch; a day leaves room for clocks that differ.
    'id >= $': filter.from && firstIdOf(new Date(Date.parse(filter.from) - DAY_MS)),
    'id <= $': filter.to && firstIdOf(new Date(Date.parse(filter.to) + DAY_MS)),
    ...more,
  };
  const given = Object.entries(wanted).filter(([, value]) => value !== null);
  const where = given.map(([condition], index) => condition.replace('$', `$${index + 1}`));
  return { where: ['true', ...where].join(' and '), parameters: given.map(([, value]) => value) };
}
