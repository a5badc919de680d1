import { Injectable } from '@nestjs/common';
import type { DataScope } from '#libs/database';
import type { Place } from '../ledger/place.js';
import { USAGE } from '../usage.scope.js';
import { UsagePlacesStore } from './usage-places.store.js';
import { type GivenReport, UsageReportsService, type Wanted } from './usage-reports.service.js';

/** A report, and what people call the place that it is about. */
export interface NamedReport extends GivenReport {
  readonly placeName: string;
}

/** A place as an operator names it; without names, the platform. */
export interface PlaceNames {
  /** Slug, our id or Clerk's. */
  readonly organization?: string | undefined;
  /** Slug or id of one of its properties. */
  readonly property?: string | undefined;
}

/** Reports for people to read: under the name of their place, and found by it. */
@Injectable()
export class NamedReportsService {
  constructor(
    private readonly reports: UsageReportsService,
    private readonly places: UsagePlacesStore,
  ) {}

  /**
   * @param scope the proof that the place may be seen
   * @throws AppError 422 for a month to come or before the ledger, 400 for a zone that is not recorded
   */
  async give(scope: DataScope, place: Place, wanted: Wanted): Promise<NamedReport> {
    const given = await this.reports.give(scope, place, wanted);
    return { ...given, placeName: await this.places.nameOf(scope, place) };
  }

  /**
   * The same for the command line, which may see every place.
   * @returns null when there is no such place
   * @throws AppError as {@link give}
   */
  async giveByName({ organization, property }: PlaceNames, wanted: Wanted): Promise<NamedReport | null> {
    const place = await this.places.named(organization, property);
    return place === null ? null : this.give(USAGE, place, wanted);
  }
}
