import { Inject, Injectable } from '@nestjs/common';
import { Environment } from '#settings';
import { type DataScope, UnitOfWork } from '#libs/database';
import { RecordsStore, type StoredRecord } from '../ledger/records.store.js';
import { type LedgerMoment, UsageLedgerStore } from '../ledger/usage-ledger.store.js';
import { PlaceZones } from '../ledger/place-zones.js';
import { firstDayOf, type Month, monthOf } from '../rules/calendar.rule.js';
import { canonicalJson } from '#libs/json';
import { sha256 } from '../rules/sha256.js';
import { localDay } from '../rules/local-day.rule.js';
import { usageErrors } from '../usage.errors.js';
import { FiguresStore } from './figures.store.js';
import { OrganizationFiguresStore } from './organization-figures.store.js';
import { idsOf, type Place, type Variant } from '../ledger/place.js';
import { membersCounted, usageReportOf, type Situation } from './report-of.js';
import type { UsageReport } from './usage-report.js';
import { USAGE } from '../usage.scope.js';

/** A report with the bytes that it is given in. */
export interface GivenReport extends StoredRecord {
  readonly report: UsageReport;
}

export interface Wanted {
  /** The running month unless told. */
  readonly month?: Month | undefined;
  /** `UTC` (default), `local`, or the name of the place's zone. */
  readonly timezone?: string | undefined;
}

const MONTHS_OF_GROWTH = 6;

/** The report of a month: as it was stored when the month was closed, or as the ledger tells it now. */
@Injectable()
export class UsageReportsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: UsageLedgerStore,
    private readonly zones: PlaceZones,
    private readonly figures: FiguresStore,
    private readonly organizationFigures: OrganizationFiguresStore,
    private readonly records: RecordsStore,
    @Inject(Environment) private readonly environment: Pick<Environment, 'planLimitMru'>,
  ) {}

  /**
   * @param scope the proof that the place may be seen
   * @throws AppError 422 for a month to come or before the ledger, 400 for a zone that is not recorded
   */
  async give(scope: DataScope, place: Place, wanted: Wanted): Promise<GivenReport> {
    const found = await this.unitOfWork.run(USAGE, async () => {
      const moment = await this.ledger.moment();
      const month = wanted.month ?? monthOf(moment.today);
      const stored = await this.findStored(place, month, wanted.timezone);
      return stored ?? this.situation(place, month, wanted, moment);
    });
    if ('body' in found) return found;
    const report = await this.build(scope, place, found.variant, found.situation);
    const body = canonicalJson(report);
    return { report, body, sha256: sha256(body).toString('hex') };
  }

  private async findStored(place: Place, month: Month, timezone = 'UTC'): Promise<GivenReport | null> {
    for (const variant of ['utc', 'local'] as const) {
      const stored = await this.records.find({ kind: 'month', period: firstDayOf(month), place, variant });
      if (stored === null) continue;
      const report = JSON.parse(stored.body) as UsageReport;
      const isOwn = variant === 'local' || place.kind === 'platform';
      if (report.timezone === timezone || (isOwn && timezone === 'local')) {
        return { ...stored, report };
      }
    }
    return null;
  }

  private async situation(
    place: Place,
    month: Month,
    { timezone = 'UTC' }: Wanted,
    moment: LedgerMoment,
  ): Promise<{ variant: Variant; situation: Situation }> {
    const zoneOf = await this.zones.of([idsOf(place)]);
    const zones = zoneOf(idsOf(place));
    const own =
      place.kind === 'property' ? zones.property : place.kind === 'organization' ? zones.organization : 'UTC';
    // The platform is nowhere in particular.
    const isUtc = timezone === 'UTC' || (place.kind === 'platform' && timezone === 'local');
    if (!isUtc && timezone !== 'local' && timezone !== own) {
      throw usageErrors.timezoneNotRecorded(['UTC', own]);
    }
    const zone = isUtc ? 'UTC' : own;
    if (month > monthOf(localDay(moment.now, zone))) throw usageErrors.monthInFuture();
    if (month < monthOf(localDay(moment.beganAt, zone))) throw usageErrors.beforeLedger(moment.beganOn);
    const situation: Situation = {
      moment,
      month,
      state: await this.ledger.month(month),
      timezone: zone,
      retainedBefore:
        place.kind === 'platform' ? await this.records.listRetainedBefore(month, MONTHS_OF_GROWTH) : [],
    };
    return { variant: isUtc ? 'utc' : 'local', situation };
  }

  private async build(
    scope: DataScope,
    place: Place,
    variant: Variant,
    situation: Situation,
  ): Promise<UsageReport> {
    const people = await this.unitOfWork.run(scope, () =>
      this.figures.people(place, situation.month, variant),
    );
    const { planLimitMru } = this.environment;
    if (place.kind === 'property') {
      return usageReportOf(place, situation, { people, organizations: null, members: null }, planLimitMru);
    }
    const { source, told: members } = membersCounted(situation);
    // Whether a member is retained is decided by the whole platform, which the tenant's own scope does not see.
    const organizations = await this.unitOfWork.run(USAGE, () =>
      this.organizationFigures.list(situation.month, source, idsOf(place).organizationId),
    );
    return usageReportOf(place, situation, { people, organizations, members }, planLimitMru);
  }
}
