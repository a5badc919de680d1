import { Injectable } from '@nestjs/common';
import { UsageLedgerStore } from '../ledger/usage-ledger.store.js';
import { PlaceZones } from '../ledger/place-zones.js';
import { peopleFiguresOf } from '../report/figures.store.js';
import { type OrganizationFigures, OrganizationFiguresStore } from '../report/organization-figures.store.js';
import { idsOf, type Place, type Variant } from '../ledger/place.js';
import { PlaceFiguresStore } from '../report/place-figures.store.js';
import { membersCounted, usageReportOf, type Situation } from '../report/report-of.js';
import { firstDayOf, type Month, monthOf } from '../rules/calendar.rule.js';
import { localDay } from '../rules/local-day.rule.js';
import { RecordsStore } from '../ledger/records.store.js';

/** An organization or a property. */
export type TenantPlace = Exclude<Place, { kind: 'platform' }>;

const VARIANTS = ['utc', 'local'] as const;

/**
 * The reports of organizations and properties for a month that is frozen: the same that `UsageReportsService` gives of each,
 * made for many places at a time, so that closing a month takes a few statements for hundreds of them.
 */
@Injectable()
export class TenantReportsService {
  constructor(
    private readonly ledger: UsageLedgerStore,
    private readonly zones: PlaceZones,
    private readonly organizationFigures: OrganizationFiguresStore,
    private readonly placeFigures: PlaceFiguresStore,
    private readonly records: RecordsStore,
  ) {}

  /** The members of every organization, which are counted once for the month; in the open transaction. */
  async members(month: Month): Promise<Map<string, OrganizationFigures>> {
    const { source } = membersCounted(await this.situation(month));
    const counted = await this.organizationFigures.list(month, source, null);
    return new Map(counted.map((figures) => [figures.organizationId, figures]));
  }

  /**
   * Stores both reports of each place, unless they are stored; in the open transaction. A place in whose own calendar the
   * month was over before the ledger began has no local one.
   *
   * @param members see {@link members}
   */
  async keep(
    places: readonly TenantPlace[],
    month: Month,
    members: ReadonlyMap<string, OrganizationFigures>,
  ): Promise<void> {
    const situation = await this.situation(month);
    const zoneOf = await this.zones.of(places.map(idsOf));
    for (const variant of VARIANTS) {
      const figuresOf = await this.peopleOf(places, month, variant);
      const reports = places.flatMap((place) => {
        const timezone = variant === 'utc' ? 'UTC' : zoneOf(idsOf(place))[place.kind];
        if (month < monthOf(localDay(situation.moment.beganAt, timezone))) return [];
        const counted = {
          people: figuresOf(place),
          ...membersOf(place, situation, members),
        };
        const content = usageReportOf(place, { ...situation, timezone }, counted, null);
        return [{ key: { kind: 'month' as const, period: firstDayOf(month), place, variant }, content }];
      });
      await this.records.keepAll(reports);
    }
  }

  private async peopleOf(places: readonly TenantPlace[], month: Month, variant: Variant) {
    const known = {
      organization: await this.placeFigures.people('organization', ofKind('organization'), month, variant),
      property: await this.placeFigures.people('property', ofKind('property'), month, variant),
    };
    return (place: TenantPlace) => known[place.kind].get(idOf(place)) ?? peopleFiguresOf([]);

    function ofKind(kind: TenantPlace['kind']) {
      return places
        .filter((place) => place.kind === kind)
        .map((place) => ({ organizationId: place.organizationId, propertyId: idsOf(place).propertyId }));
    }
  }

  private async situation(month: Month): Promise<Situation> {
    return {
      moment: await this.ledger.moment(),
      month,
      state: await this.ledger.month(month),
      timezone: 'UTC',
      retainedBefore: [],
    };
  }
}

function idOf(place: TenantPlace): string {
  return place.kind === 'property' ? place.propertyId : place.organizationId;
}

function membersOf(
  place: TenantPlace,
  situation: Situation,
  members: ReadonlyMap<string, OrganizationFigures>,
) {
  if (place.kind === 'property') return { organizations: null, members: null };
  const figures = members.get(place.organizationId);
  return {
    organizations: figures === undefined ? [] : [figures],
    members: membersCounted(situation).told,
  };
}
