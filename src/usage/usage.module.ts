import { Module } from '@nestjs/common';
import { AuditModule } from '#audit';
import { MembersStore } from './closing/members.store.js';
import { UsageMonthsService } from './closing/usage-months.service.js';
import { RecordsStore } from './ledger/records.store.js';
import { RollUpsService } from './closing/roll-ups.service.js';
import { TenantReportsService } from './closing/tenant-reports.service.js';
import { UsageExplanationsService } from './explain/usage-explanations.service.js';
import { PlatformUsageController } from './http/platform-usage.controller.js';
import { OrganizationUsageController, PropertyUsageController } from './http/tenant-usage.controllers.js';
import { ActivityLedgerService } from './ledger/activity-ledger.service.js';
import { ActivityStore } from './ledger/activity.store.js';
import { ActivityDeadLettersService } from './ledger/activity-dead-letters.service.js';
import { UsageDeadLettersStore } from './ledger/usage-dead-letters.store.js';
import { UsageLedgerStore } from './ledger/usage-ledger.store.js';
import { PlaceZones } from './ledger/place-zones.js';
import { SightingsWriterService } from './ledger/sightings-writer.service.js';
import { UsageRetentionService } from './ledger/usage-retention.service.js';
import { FiguresStore } from './report/figures.store.js';
import { OrganizationFiguresStore } from './report/organization-figures.store.js';
import { PeopleRangesStore } from './report/people-ranges.store.js';
import { PlaceFiguresStore } from './report/place-figures.store.js';
import { NamedReportsService } from './report/named-reports.service.js';
import { UsagePlacesStore } from './report/usage-places.store.js';
import { UsageReportsService } from './report/usage-reports.service.js';
import { UsageHealthService } from './ledger/usage-health.service.js';

@Module({
  imports: [AuditModule],
  controllers: [PlatformUsageController, OrganizationUsageController, PropertyUsageController],
  providers: [
    UsageHealthService,
    ActivityDeadLettersService,
    ActivityLedgerService,
    ActivityStore,
    UsageDeadLettersStore,
    FiguresStore,
    UsageLedgerStore,
    MembersStore,
    NamedReportsService,
    OrganizationFiguresStore,
    PeopleRangesStore,
    PlaceFiguresStore,
    PlaceZones,
    RecordsStore,
    RollUpsService,
    SightingsWriterService,
    TenantReportsService,
    UsageExplanationsService,
    UsageMonthsService,
    UsagePlacesStore,
    UsageReportsService,
    UsageRetentionService,
  ],
  exports: [
    ActivityDeadLettersService,
    ActivityLedgerService,
    NamedReportsService,
    RollUpsService,
    UsageMonthsService,
    UsageRetentionService,
  ],
})
export class UsageModule {}
